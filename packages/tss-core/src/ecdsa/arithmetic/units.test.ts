import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAFE_PRIMES_512 } from '../testing/primes.ts';
import { bigintModExp } from './bigintModExp.ts';
import { gcd } from './divisibility.ts';
import { mod } from './integers.ts';
import { factoredUnits, factorsOf, plainUnits, signedPowers } from './units.ts';

const [p = 3n, q = 3n] = SAFE_PRIMES_512;
const N = p * q;

const ofN = plainUnits(N, bigintModExp);
const primes = factorsOf({ modulus: p, order: p - 1n }, { modulus: q, order: q - 1n });
const ofSquare = plainUnits(N * N, bigintModExp, N);
const squares = factorsOf({ modulus: p * p, order: p * (p - 1n) }, { modulus: q * q, order: q * (q - 1n) });

describe.each([
  ['N', ofN, factoredUnits(ofN, () => primes, bigintModExp)],
  ['N²', ofSquare, factoredUnits(ofSquare, () => squares, bigintModExp)],
])('units modulo %s', (_, plain, factored) => {
  const { modulus } = plain;
  const element = fc.bigInt({ min: 1n, max: modulus - 1n }).filter((value) => gcd(value, N) === 1n);
  const exponent = fc.bigInt({ min: -(2n ** 1100n), max: 2n ** 1100n });

  test('the owner of the factors computes the same powers', () => {
    fc.assert(
      fc.property(element, exponent, (base, e) => {
        expect(factored.pow(base, e, { secret: true })).toBe(plain.pow(base, e, { secret: false }));
      }),
      { numRuns: 8 },
    );
  });

  test('a negative power is the inverse of the positive one', () => {
    fc.assert(
      fc.property(element, fc.bigInt({ min: 0n, max: 2n ** 200n }), (base, e) => {
        const product = plain.multiply(plain.pow(base, e, { secret: true }), plain.pow(base, -e, { secret: true }));
        expect(product).toBe(1n);
        expect(plain.multiply(base, plain.invert(base))).toBe(1n);
      }),
      { numRuns: 8 },
    );
  });

  test('powers of one element are the same with exponents of either sign', () => {
    fc.assert(
      fc.property(element, exponent, (base, e) => {
        for (const units of [plain, factored]) {
          const powerOf = signedPowers(units, base);
          expect(powerOf(e, { secret: true })).toBe(plain.pow(base, e, { secret: true }));
          expect(powerOf(-e, { secret: true })).toBe(plain.pow(base, -e, { secret: true }));
        }
      }),
      { numRuns: 4 },
    );
  });

  test('an element that has no inverse has no negative powers', () => {
    expect(() => signedPowers(factored, p)(-1n, { secret: false })).toThrow(RangeError);
  });

  test('elements are reduced and share no factor; one that is none is found among many', () => {
    for (const units of [plain, factored]) {
      expect(units.contains(1n, 2n, modulus - 1n)).toBe(true);
      for (const bad of [0n, modulus, modulus + 1n, -1n, p, q * q, N]) {
        expect(units.contains(bad)).toBe(false);
        expect(units.contains(5n, bad, 7n)).toBe(false);
      }
      // Multiples of p and of q whose product vanishes.
      expect(units.contains(p, q)).toBe(false);
      expect(units.contains()).toBe(true);
    }
  });

  test('products are reduced', () => {
    expect(plain.multiply(modulus - 1n, modulus - 1n, 3n)).toBe(3n);
    expect(plain.multiply(-1n)).toBe(mod(-1n, modulus));
    expect(plain.multiply()).toBe(1n);
  });
});
