import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

function lengthPrefixed(part: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(4 + part.length);
  new DataView(prefixed.buffer).setUint32(0, part.length);
  prefixed.set(part, 4);
  return prefixed;
}

/**
 * SHA-256 over a tag and byte strings, each preceded by its length as 4 bytes: distinct tuples give distinct inputs
 * (transcript ambiguity: RUSTSEC-2024-0393, TSSHOCK's α-shuffle).
 * @returns 32 bytes
 */
export function taggedHash(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(concatBytes(lengthPrefixed(utf8ToBytes(tag)), ...parts.map(lengthPrefixed)));
}
