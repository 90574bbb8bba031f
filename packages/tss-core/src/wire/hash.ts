import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

function lengthPrefixed(part: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(4 + part.length);
  new DataView(prefixed.buffer).setUint32(0, part.length);
  prefixed.set(part, 4);
  return prefixed;
}

/**
 * A tag and byte strings, each preceded by its length as 4 bytes: distinct tuples give distinct bytes (transcript
 * ambiguity: RUSTSEC-2024-0393, TSSHOCK's α-shuffle).
 */
export function taggedBytes(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(lengthPrefixed(utf8ToBytes(tag)), ...parts.map(lengthPrefixed));
}

/** SHA-256 over `taggedBytes`. 32 bytes. */
export function taggedHash(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(taggedBytes(tag, ...parts));
}
