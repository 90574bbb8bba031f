import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../testing/seededRandom.ts';
import { bigintModExp } from '../arithmetic/bigintModExp.ts';
import { jacobi } from '../arithmetic/divisibility.ts';
import { primeFrom } from '../testing/badModuli.ts';
import { SAFE_PRIMES_512 } from '../testing/primes.ts';
import { FULL_SETTING, TEST_SETTING } from '../testing/settings.ts';
import { RingPedersenSecret, ringPedersenOf } from './ringPedersenSecret.ts';

const [p = 3n, q = 3n] = SAFE_PRIMES_512;
const own = ringPedersenOf(TEST_SETTING, p, q, seededRandom('pedersen'));
const { parameters } = own;
const exponent = fc.bigInt({ min: -(2n ** 1400n), max: 2n ** 1400n });

test('own parameters commit as the public ones do, with λ and without', () => {
  fc.assert(
    fc.property(exponent, exponent, (x, y) => {
      expect(own.commit(x, y, { secret: true })).toBe(parameters.commit(x, y, { secret: true }));
      expect(own.commit(x, y, { secret: false })).toBe(parameters.commit(x, y, { secret: false }));
    }),
    { numRuns: 6 },
  );
});

test('a commitment is s^x·t^y', () => {
  const { s, t, modulus } = parameters;
  const pow = (base: bigint, e: bigint) => bigintModExp.pow(base, e, modulus, { secret: false });
  expect(parameters.commit(5n, 7n, { secret: true })).toBe((pow(s, 5n) * pow(t, 7n)) % modulus);
});

describe('making parameters', () => {
  test('t is a square that generates all squares, and s = t^λ', () => {
    const { t, s, units } = own;
    expect([jacobi(t, p), jacobi(t, q)]).toEqual([1, 1]);
    const order = ((p - 1n) / 2n) * ((q - 1n) / 2n);
    const pow = (e: bigint) => units.pow(t, e, { secret: false });
    expect(pow(order)).toBe(1n);
    expect(pow(order / ((p - 1n) / 2n))).not.toBe(1n);
    expect(pow(order / ((q - 1n) / 2n))).not.toBe(1n);
    expect(pow(own.reveal().lambda)).toBe(s);
  });

  test('different randomness gives different parameters', () => {
    const other = ringPedersenOf(TEST_SETTING, p, q, seededRandom('other'));
    expect([other.s === own.s, other.t === own.t]).toEqual([false, false]);
  });

  test('a prime that is no safe one is refused', () => {
    // A random prime is a safe one with a chance of about one in 350.
    const unsafe = primeFrom(3n << 510n, 3n, seededRandom('unsafe'));
    expect(() => ringPedersenOf(TEST_SETTING, p, unsafe, seededRandom('x'))).toThrow(/safe/);
  });

  test('primes of another profile are refused', () => {
    expect(() => ringPedersenOf(FULL_SETTING, p, q, seededRandom('x'))).toThrow(/bits/);
  });
});

test('wiped parameters commit no more; the public ones do', () => {
  const secret = new RingPedersenSecret(own.reveal(), bigintModExp);
  expect(secret.s).toBe(own.s);
  const commitment = secret.commit(1n, 2n, { secret: true });
  secret.wipe();
  expect(() => secret.commit(1n, 2n, { secret: true })).toThrow(/wiped/);
  expect(() => secret.reveal()).toThrow(/wiped/);
  expect(secret.parameters.commit(1n, 2n, { secret: true })).toBe(commitment);
});
