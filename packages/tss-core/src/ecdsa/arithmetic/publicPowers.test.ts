import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAFE_PRIMES_512 } from '../testing/primes.ts';
import { bigintModExp } from './bigintModExp.ts';
import { publicPowers } from './publicPowers.ts';

const [p = 3n, q = 3n] = SAFE_PRIMES_512;

/** Each by itself. */
function expected(base: bigint, exponents: readonly bigint[], modulus: bigint): readonly bigint[] {
  return exponents.map((exponent) => bigintModExp.pow(base, exponent, modulus, { secret: false }));
}

describe('many powers of one base', () => {
  test('are what each is by itself, however many and however long', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: p * q }),
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 300n }), { maxLength: 20 }),
        (base, exponents) => {
          expect(publicPowers(base, exponents, p * q)).toEqual(expected(base, exponents, p * q));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('of exponents that are equal, zero, powers of two or one below', () => {
    const exponents = [0n, 0n, 1n, 1n, 2n, 3n, 2n ** 64n, 2n ** 64n - 1n, 2n ** 64n, 0n, p - 1n, p];
    for (const base of [0n, 1n, 7n, p - 1n, p, p + 3n]) {
      expect(publicPowers(base, exponents, p)).toEqual(expected(base, exponents, p));
    }
  });

  test('of no exponents there are none, and of zeros alone ones', () => {
    expect(publicPowers(7n, [], p)).toEqual([]);
    expect(publicPowers(7n, [0n, 0n], p)).toEqual([1n, 1n]);
  });
});
