import { invert, isUnit } from './divisibility.ts';
import { mod } from './integers.ts';
import type { ModExp, PowOptions } from './modExp.ts';

/**
 * The group Z*_modulus. Whoever knows the factors of the modulus has a faster one that gives the same results; code
 * that takes `Units` does not know which it has.
 */
export interface Units {
  readonly modulus: bigint;
  /** Whether value is an element: from 1 to modulus-1, with no factor in common with it. */
  contains(value: bigint): boolean;
  multiply(...factors: readonly bigint[]): bigint;
  invert(value: bigint): bigint;
  /** base^exponent for any integer exponent. Throws RangeError for a negative one if the base has no inverse. */
  pow(base: bigint, exponent: bigint, options: PowOptions): bigint;
}

/** The group as anybody computes in it. */
export function plainUnits(modulus: bigint, modExp: ModExp): Units {
  return {
    modulus,
    contains: (value) => isUnit(value, modulus),
    multiply: (...factors) => factors.reduce((product, factor) => mod(product * factor, modulus), 1n),
    invert: (value) => invert(value, modulus),
    pow: (base, exponent, options) =>
      exponent < 0n
        ? modExp.pow(invert(base, modulus), -exponent, modulus, options)
        : modExp.pow(base, exponent, modulus, options),
  };
}
