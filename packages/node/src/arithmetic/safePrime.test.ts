import { checkPrimeSync, generatePrimeSync, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { passesFermatTest } from './fermatTest.ts';
import { oddPrimesBelow } from './oddPrimesBelow.ts';
import { findSafePrime } from './safePrime.ts';

test.each([64, 256, 512])('a safe prime of %i bits, with both highest bits set', async (bits) => {
  const p = await findSafePrime(bits, randomBytes);
  expect(checkPrimeSync(p) && checkPrimeSync((p - 1n) / 2n)).toBe(true);
  expect(p >> BigInt(bits - 2)).toBe(3n);
  expect(p % 4n).toBe(3n);
});

test('two searches find two primes', async () => {
  expect(await findSafePrime(128, randomBytes)).not.toBe(await findSafePrime(128, randomBytes));
});

test('the start decides: nothing smaller is passed over that both tests would have taken', async () => {
  const start = 3n << 61n;
  const found = await findSafePrime(64, () => new Uint8Array(8));
  let q = start | 1n;
  while (!(checkPrimeSync(q) && checkPrimeSync(2n * q + 1n))) q += 2n;
  expect(found).toBe(2n * q + 1n);
});

test('the Fermat test agrees with OpenSSL on primes and on products of two', () => {
  const primes = Array.from({ length: 8 }, () => generatePrimeSync(256, { bigint: true }));
  for (const prime of primes) expect(passesFermatTest(prime)).toBe(true);
  for (const [i, prime] of primes.entries()) expect(passesFermatTest(prime * (primes[i - 1] ?? 3n))).toBe(false);
  expect(() => passesFermatTest((1n << 4096n) + 1n)).toThrow(RangeError);
});

test('small primes', () => {
  expect([...oddPrimesBelow(30)]).toEqual([3, 5, 7, 11, 13, 17, 19, 23, 29]);
  expect(oddPrimesBelow(1 << 16)).toHaveLength(6541);
});
