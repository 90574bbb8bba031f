import { bytesToNumberBE } from '@noble/curves/utils.js';
import { type Random, wipe } from '../../bytes.ts';
import { gcd } from './divisibility.ts';
import { bitLength } from './integers.ts';

/** Uniform in 0..bound-1 by rejection: bits as many as the bound has, drawn again until below it (twice on average at most). */
export function sampleBelow(bound: bigint, random: Random): bigint {
  if (bound < 1n) throw new RangeError('there is no number from 0 to below the bound');
  const bits = bitLength(bound - 1n);
  for (;;) {
    const value = sampleBits(bits, random);
    if (value < bound) return value;
  }
}

/** Uniform in ±bound, that is -bound..bound. */
export function samplePlusMinus(bound: bigint, random: Random): bigint {
  return sampleBelow(2n * bound + 1n, random) - bound;
}

/** Uniform in Z*_modulus. */
export function sampleUnit(modulus: bigint, random: Random): bigint {
  for (;;) {
    const value = sampleBelow(modulus, random);
    if (gcd(value, modulus) === 1n) return value;
  }
}

function sampleBits(bits: number, random: Random): bigint {
  const length = Math.ceil(bits / 8);
  const drawn = random(length);
  // A short draw would be a guessable secret: a broken source must not pass for a good one.
  if (drawn.length !== length) throw new RangeError(`asked for ${length} random bytes, got ${drawn.length}`);
  const value = length === 0 ? 0n : bytesToNumberBE(drawn) >> BigInt(8 * length - bits);
  wipe(drawn);
  return value;
}
