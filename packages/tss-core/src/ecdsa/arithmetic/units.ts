import { chineseRemainder } from './crt.ts';
import { gcd, invert } from './divisibility.ts';
import { mod } from './integers.ts';
import type { ModExp, PowOptions } from './modExp.ts';

/**
 * The group Z*_modulus. Whoever knows the factors of the modulus has a faster one that gives the same results; code
 * that takes `Units` does not know which it has.
 */
export interface Units {
  readonly modulus: bigint;
  /** Whether all values are elements: from 1 to modulus-1, with no factor in common with it. */
  contains(...values: readonly bigint[]): boolean;
  multiply(...factors: readonly bigint[]): bigint;
  invert(value: bigint): bigint;
  /** base^exponent for an element and any integer exponent. */
  pow(base: bigint, exponent: bigint, options: PowOptions): bigint;
}

/**
 * The group as anybody computes in it.
 * @param radical the modulus itself, or N for N²
 */
export function plainUnits(modulus: bigint, modExp: ModExp, radical: bigint = modulus): Units {
  const multiply = (...factors: readonly bigint[]) =>
    factors.reduce((product, factor) => mod(product * factor, modulus), 1n);
  const invertOne = (value: bigint) => {
    const inverse = invert(value, radical);
    // Newton's step doubles the power of N up to which it is right: Euclid's algorithm takes five times as long for N².
    return radical === modulus ? inverse : mod(inverse * (2n - value * inverse), modulus);
  };
  return {
    modulus,
    // A product has a factor in common with the modulus iff one of its factors has: exact, no random combination.
    contains: (...values) =>
      values.every((value) => value > 0n && value < modulus) && gcd(mod(multiply(...values), radical), radical) === 1n,
    multiply,
    invert: invertOne,
    // The sign of a secret exponent shows in the time; magnitudes are what hides the secrets of proofs.
    pow: (base, exponent, options) =>
      exponent < 0n
        ? modExp.pow(invertOne(base), -exponent, modulus, options)
        : modExp.pow(base, exponent, modulus, options),
  };
}

/**
 * Powers of one element with exponents of either sign. It is inverted at most once; and to its owner, who reduces
 * exponents by the order of the group, a short negative exponent stays a short one.
 */
export function signedPowers(units: Units, base: bigint): (exponent: bigint, options: PowOptions) => bigint {
  let inverse: bigint | undefined;
  return (exponent, options) => {
    if (exponent >= 0n) return units.pow(base, exponent, options);
    inverse ??= units.invert(base);
    return units.pow(inverse, -exponent, options);
  };
}

/** A coprime factor of a modulus with the order of its group: p and p−1, or p² and p(p−1). */
export interface KnownFactor {
  readonly modulus: bigint;
  readonly order: bigint;
}

/** Two known factors, and how residues modulo them make one modulo their product. */
export interface Factors {
  readonly a: KnownFactor;
  readonly b: KnownFactor;
  readonly combine: (x: bigint, y: bigint) => bigint;
}

export function factorsOf(a: KnownFactor, b: KnownFactor): Factors {
  return { a, b, combine: chineseRemainder(a.modulus, b.modulus) };
}

/**
 * The group as the owner of the modulus computes in it: at half the length, with exponents reduced by the order.
 * @param reveal the factors, or an Error once they are wiped
 */
export function factoredUnits(plain: Units, reveal: () => Factors, modExp: ModExp): Units {
  // Reduced exponents are never negative. They may tell of the order, so they are secret whatever the exponent is.
  const power = (base: bigint, exponent: bigint, { modulus, order }: KnownFactor) =>
    modExp.pow(base, mod(exponent, order), modulus, { secret: true, isPrime: order === modulus - 1n });
  return {
    ...plain,
    pow(base, exponent) {
      const { a, b, combine } = reveal();
      return combine(power(base, exponent, a), power(base, exponent, b));
    },
  };
}
