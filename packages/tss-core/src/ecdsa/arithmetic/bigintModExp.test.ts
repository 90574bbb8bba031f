import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAFE_PRIMES_512 } from '../testing/primes.ts';
import { bigintModExp } from './bigintModExp.ts';
import { mod } from './integers.ts';

const SECRET = { secret: true };
const PUBLIC = { secret: false };
const [p = 3n, q = 3n] = SAFE_PRIMES_512;

/** Square and multiply, bit by bit: the definition. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = mod(result * result, modulus);
    if (bit === '1') result = mod(result * base, modulus);
  }
  return result;
}

describe.each([
  ['secret', SECRET],
  ['public', PUBLIC],
])('%s exponents', (_, options) => {
  test('give the power of the definition', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 600n), max: 2n ** 600n }),
        fc.bigInt({ min: 0n, max: 2n ** 300n }),
        fc.bigInt({ min: 1n, max: 2n ** 300n }),
        (base, exponent, half) => {
          const modulus = 2n * half + 1n;
          expect(bigintModExp.pow(base, exponent, modulus, options)).toBe(power(base, exponent, modulus));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('with every digit pattern around the window: zeros, ones, carries', () => {
    const modulus = p;
    for (let exponent = 0n; exponent < 2100n; exponent++) {
      expect(bigintModExp.pow(7n, exponent, modulus, options)).toBe(power(7n, exponent, modulus));
    }
    for (const shift of [5n, 10n, 35n, 500n, 512n, 1023n]) {
      for (const delta of [-1n, 0n, 1n, 31n, 32n, 33n]) {
        const exponent = (1n << shift) + delta;
        expect(bigintModExp.pow(7n, exponent, modulus, options)).toBe(power(7n, exponent, modulus));
      }
    }
  });

  test('of bases 0, 1 and −1, and with results 0 and 1', () => {
    for (const base of [0n, 1n, -1n, p, p - 1n, p + 1n]) {
      for (const exponent of [0n, 1n, 2n, p - 1n, p]) {
        expect(bigintModExp.pow(base, exponent, p, options)).toBe(power(base, exponent, p));
      }
    }
    expect(bigintModExp.pow(p, 2n, p * p, options)).toBe(0n);
    expect(bigintModExp.pow(5n, (p - 1n) * (q - 1n), p * q, options)).toBe(1n);
  });

  test('that are negative, and moduli that are even or below 3, are refused', () => {
    expect(() => bigintModExp.pow(3n, -1n, p, options)).toThrow(RangeError);
    for (const modulus of [-3n, 0n, 1n, 2n, 4n, p - 1n]) {
      expect(() => bigintModExp.pow(3n, 5n, modulus, options)).toThrow(RangeError);
    }
  });
});
