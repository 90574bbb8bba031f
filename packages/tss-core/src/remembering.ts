import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Longer questions are known by their hash. */
const MAX_QUESTION_BYTES = 256;

/**
 * A function of bytes that answers the same question again without computing: for pure functions of public bytes. What it
 * throws is not remembered; of its answers the `most` that were asked for last are, but of questions that have more than
 * `mostBytes` together fewer, at least the last. Answers are shared: nobody may change one.
 */
export function remembering<T>(
  most: number,
  compute: (bytes: Uint8Array) => NonNullable<T>,
  mostBytes: number = Number.POSITIVE_INFINITY,
): (bytes: Uint8Array) => NonNullable<T> {
  const known = new Map<string, { readonly answer: NonNullable<T>; readonly size: number }>();
  let bytesKnown = 0;
  const forget = (question: string) => {
    bytesKnown -= known.get(question)?.size ?? 0;
    known.delete(question);
  };
  return (bytes) => {
    const question = nameOf(bytes);
    const answer = known.get(question)?.answer ?? compute(bytes);
    // A map's order is that of insertion: what is asked for again is the newest.
    forget(question);
    for (const oldest of known.keys()) {
      if (known.size < most && bytesKnown + bytes.length <= mostBytes) break;
      forget(oldest);
    }
    known.set(question, { answer, size: bytes.length });
    bytesKnown += bytes.length;
    return answer;
  };
}

function nameOf(bytes: Uint8Array): string {
  return bytes.length > MAX_QUESTION_BYTES ? `sha256 ${bytesToHex(sha256(bytes))}` : bytesToHex(bytes);
}
