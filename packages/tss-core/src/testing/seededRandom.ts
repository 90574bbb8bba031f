import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Random } from '../bytes.ts';

/** A deterministic byte stream for reproducible runs: SHA-256 of seed and counter. Never for real secrets. */
export function seededRandom(seed: string | number): Random {
  const key = sha256(utf8ToBytes(`seed ${seed}`));
  let counter = 0;
  return (length) => {
    const out = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += 32) {
      const block = new Uint8Array(40);
      block.set(key);
      new DataView(block.buffer).setBigUint64(32, BigInt(counter++));
      out.set(sha256(block).subarray(0, Math.min(32, length - offset)), offset);
    }
    return out;
  };
}

/** An integer from 0 to bound-1 out of a random source. */
export function randomBelow(random: Random, bound: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = random(4);
  return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) % bound;
}
