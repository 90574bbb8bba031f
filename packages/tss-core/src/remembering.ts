import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Longer questions are known by their hash. */
const MAX_QUESTION_BYTES = 256;

/**
 * A function of bytes that answers the same question again without computing: for pure functions of public bytes. What it
 * throws is not remembered; of its answers the `most` that were asked for last are.
 */
export function remembering<T>(
  most: number,
  compute: (bytes: Uint8Array) => NonNullable<T>,
): (bytes: Uint8Array) => NonNullable<T> {
  const answers = new Map<string, NonNullable<T>>();
  return (bytes) => {
    const question = nameOf(bytes);
    const answer = answers.get(question) ?? compute(bytes);
    // A map's order is that of insertion: what is asked for again is the newest.
    answers.delete(question);
    answers.set(question, answer);
    for (const oldest of answers.keys()) {
      if (answers.size <= most) break;
      answers.delete(oldest);
    }
    return answer;
  };
}

function nameOf(bytes: Uint8Array): string {
  return bytes.length > MAX_QUESTION_BYTES ? `sha256 ${bytesToHex(sha256(bytes))}` : bytesToHex(bytes);
}
