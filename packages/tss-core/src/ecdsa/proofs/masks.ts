import type { Random } from '../../bytes.ts';
import type { PowOptions } from '../arithmetic/modExp.ts';
import { samplePlusMinus } from '../arithmetic/sampling.ts';

/** Exponents of provers are secret, those of verifiers are not. */
export const SECRET: PowOptions = { secret: true };
export const PUBLIC: PowOptions = { secret: false };

/** Uniform in ±2^bits·scale. */
export function sampleMask(bits: number, random: Random, scale = 1n): bigint {
  return samplePlusMinus(scale << BigInt(bits), random);
}
