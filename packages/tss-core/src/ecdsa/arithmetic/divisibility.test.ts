import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SAFE_PRIMES_512 } from '../testing/primes.ts';
import { bigintModExp } from './bigintModExp.ts';
import { chineseRemainder } from './crt.ts';
import { gcd, inverse, invert, isUnit, jacobi } from './divisibility.ts';
import { mod } from './integers.ts';
import { isProbablePrime } from './primality.ts';

const [p = 3n, q = 3n] = SAFE_PRIMES_512;
const some = fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n });
const positive = fc.bigInt({ min: 1n, max: 2n ** 300n });

test('gcd divides both and is a multiple of every common divisor', () => {
  fc.assert(
    fc.property(some, some, positive, (a, b, factor) => {
      const common = gcd(a * factor, b * factor);
      expect(common % factor).toBe(0n);
      if (common !== 0n) {
        expect((a * factor) % common).toBe(0n);
        expect((b * factor) % common).toBe(0n);
        expect(gcd((a * factor) / common, (b * factor) / common)).toBe(1n);
      }
    }),
  );
  expect([gcd(0n, 0n), gcd(0n, -5n), gcd(7n, 0n)]).toEqual([0n, 5n, 7n]);
});

test('the inverse is one, and there is none for a common factor', () => {
  fc.assert(
    fc.property(some, positive, (value, half) => {
      const modulus = half + 1n;
      const found = inverse(value, modulus);
      expect(found === undefined).toBe(gcd(value, modulus) !== 1n);
      if (found === undefined) return;
      expect(found > 0n && found < modulus).toBe(true);
      expect(mod(found * value, modulus)).toBe(1n);
    }),
  );
  expect(inverse(0n, p)).toBeUndefined();
  expect(() => invert(p, p * q)).toThrow(RangeError);
});

test('a unit is reduced, positive and shares no factor', () => {
  const N = p * q;
  expect([1n, 2n, N - 1n].map((value) => isUnit(value, N))).toEqual([true, true, true]);
  expect([0n, N, N + 1n, -1n, p, q, 3n * p].map((value) => isUnit(value, N))).toEqual(Array(7).fill(false));
});

test('the Jacobi symbol of a prime modulus is Euler’s criterion', () => {
  fc.assert(
    fc.property(some, (value) => {
      const euler = bigintModExp.pow(value, (p - 1n) / 2n, p, { secret: false });
      expect(jacobi(value, p)).toBe(euler === p - 1n ? -1 : Number(euler));
    }),
    { numRuns: 30 },
  );
});

test('the Jacobi symbol is multiplicative in both arguments, and 0 for a common factor', () => {
  const odd = positive.map((value) => 2n * value + 1n);
  fc.assert(
    fc.property(some, some, odd, odd, (a, b, m, n) => {
      expect(jacobi(a * b, n)).toBe(jacobi(a, n) * jacobi(b, n) + 0);
      expect(jacobi(a, m * n)).toBe(jacobi(a, m) * jacobi(a, n) + 0);
      expect(jacobi(a, n) === 0).toBe(gcd(a, n) !== 1n);
    }),
  );
  for (const even of [0n, 2n, -3n]) expect(() => jacobi(1n, even)).toThrow(RangeError);
});

test('the Chinese remainder is right modulo both', () => {
  const combine = chineseRemainder(p * p, q * q);
  fc.assert(
    fc.property(positive, positive, (x, y) => {
      const value = combine(mod(x, p * p), mod(y, q * q));
      expect(value >= 0n && value < (p * q) ** 2n).toBe(true);
      expect([mod(value, p * p), mod(value, q * q)]).toEqual([mod(x, p * p), mod(y, q * q)]);
    }),
  );
  expect(() => chineseRemainder(p * q, q)).toThrow(RangeError);
});

test('primes are called prime, and composites composite', () => {
  const prime = (value: bigint) => isProbablePrime(value, bigintModExp);
  const small = Array.from({ length: 400 }, (_, i) => BigInt(i));
  const isSmallPrime = (value: bigint) => value > 1n && small.every((d) => d < 2n || d >= value || value % d !== 0n);
  expect(small.filter(prime)).toEqual(small.filter(isSmallPrime));
  for (const safe of SAFE_PRIMES_512.slice(0, 3)) {
    expect([prime(safe), prime((safe - 1n) / 2n)]).toEqual([true, true]);
  }
  // Carmichael numbers, strong pseudoprimes to the first bases, and what attackers offer.
  const carmichael = [561n, 1105n, 8911n, 10585n, 825265n, 321197185n];
  const strong = [2047n, 1373653n, 25326001n, 3215031751n, 3825123056546413051n, 318665857834031151167461n];
  for (const composite of [...carmichael, ...strong, p * q, p * p, -p, -2n]) expect(prime(composite)).toBe(false);
});
