import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../testing/seededRandom.ts';
import { bigintModExp } from '../arithmetic/bigintModExp.ts';
import { primeFrom } from '../testing/badModuli.ts';
import { SAFE_PRIMES_512, SAFE_PRIMES_1536 } from '../testing/primes.ts';
import { FULL_SETTING, TEST_SETTING } from '../testing/settings.ts';
import { PaillierPublicKey } from './paillierPublicKey.ts';
import { PaillierSecretKey, paillierKeyOf } from './paillierSecretKey.ts';

const [p = 3n, q = 3n] = SAFE_PRIMES_512;
const secret = paillierKeyOf(TEST_SETTING, p, q);
const { publicKey } = secret;
const N = p * q;
const random = seededRandom('paillier');
const half = (N - 1n) / 2n;
const message = fc.bigInt({ min: -half, max: half });
const few = { numRuns: 5 };

describe('encryption', () => {
  test('is opened by decryption, ends of the range included', () => {
    for (const m of [0n, 1n, -1n, half, -half]) {
      expect(secret.decrypt(publicKey.encrypt(m, publicKey.sampleRandomizer(random)))).toBe(m);
    }
    fc.assert(
      fc.property(message, (m) => {
        expect(secret.decrypt(publicKey.encrypt(m, publicKey.sampleRandomizer(random)))).toBe(m);
      }),
      few,
    );
  });

  test('by the owner gives the same ciphertext', () => {
    fc.assert(
      fc.property(message, (m) => {
        const rho = publicKey.sampleRandomizer(random);
        expect(secret.encrypt(m, rho)).toBe(publicKey.encrypt(m, rho));
        expect(secret.nthPower(rho)).toBe(publicKey.nthPower(rho));
      }),
      few,
    );
  });

  test('is the textbook’s: (1+N)^m·ρ^N mod N²', () => {
    const rho = publicKey.sampleRandomizer(random);
    const pow = (base: bigint, exponent: bigint) => bigintModExp.pow(base, exponent, N * N, { secret: false });
    expect(publicKey.encrypt(12345n, rho)).toBe((pow(1n + N, 12345n) * pow(rho, N)) % (N * N));
  });

  test('of messages that differ by N is the same', () => {
    const rho = publicKey.sampleRandomizer(random);
    expect(publicKey.encrypt(5n + N, rho)).toBe(publicKey.encrypt(5n, rho));
    expect(publicKey.encrypt(5n - N, rho)).toBe(publicKey.encrypt(5n, rho));
  });
});

describe('homomorphisms', () => {
  const encrypt = (m: bigint) => publicKey.encrypt(m, publicKey.sampleRandomizer(random));
  const small = fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n });

  test('products of ciphertexts decrypt to sums, powers to products, negative ones too', () => {
    fc.assert(
      fc.property(small, small, small, (a, b, factor) => {
        expect(secret.decrypt(publicKey.add(encrypt(a), encrypt(b), encrypt(1n)))).toBe(a + b + 1n);
        const C = encrypt(a);
        expect(secret.decrypt(publicKey.multiply(C, factor))).toBe(a * factor);
        expect(secret.multiply(C, factor)).toBe(publicKey.multiply(C, factor));
      }),
      few,
    );
  });

  test('a sum beyond N/2 wraps around', () => {
    expect(secret.decrypt(publicKey.add(encrypt(half), encrypt(1n)))).toBe(-half);
  });
});

test('the randomizer of a ciphertext is found, also after homomorphic operations', () => {
  const rho = publicKey.sampleRandomizer(random);
  expect(secret.randomizerOf(publicKey.encrypt(77n, rho))).toBe(rho);
  const combined = publicKey.add(publicKey.multiply(publicKey.encrypt(77n, rho), 13n), publicKey.encrypt(-5n, 2n));
  const opened = secret.decrypt(combined);
  expect(opened).toBe(77n * 13n - 5n);
  expect(publicKey.encrypt(opened, secret.randomizerOf(combined))).toBe(combined);
});

test('attack 29: 0, N², what is not reduced and what shares a factor with N are no ciphertexts', () => {
  const C = publicKey.encrypt(5n, 2n);
  for (const key of [publicKey, secret]) {
    expect(key.isCiphertext(C, 1n, N * N - 1n)).toBe(true);
    for (const bad of [0n, N * N, C + N * N, C - N * N, -1n, N, p, q * 5n, N * 7n]) {
      expect(key.isCiphertext(bad)).toBe(false);
      expect(key.isCiphertext(C, bad)).toBe(false);
    }
  }
});

describe('making a key', () => {
  test('from primes of the profile’s length, at full size', () => {
    const [a = 3n, b = 3n] = SAFE_PRIMES_1536;
    const key = paillierKeyOf(FULL_SETTING, a, b);
    expect(key.modulus.toString(2)).toHaveLength(3072);
    expect(key.decrypt(key.encrypt(-42n, 2n))).toBe(-42n);
  });

  test.each([
    ['one prime twice', p, p, /equal/],
    ['a prime that is 1 mod 4', p, primeFrom(3n << 510n, 1n, random), /3 mod 4/],
    ['an even number', p, q + 1n, /3 mod 4/],
    ['a composite', p, (1n << 512n) - 1n, /not prime/],
    ['a shorter prime', p, primeFrom(1n << 400n, 3n, random), /length/],
    ['the wrong length of both', 19n, 23n, /bits/],
  ])('%s is refused', (_, a, b, reason) => {
    expect(() => paillierKeyOf(TEST_SETTING, a, b)).toThrow(reason);
    expect(() => paillierKeyOf(TEST_SETTING, b, a)).toThrow(RangeError);
  });

  test('primes of another profile are refused', () => {
    expect(() => paillierKeyOf(FULL_SETTING, p, q)).toThrow(/bits/);
  });
});

test('a wiped key neither decrypts nor reveals; its public key still encrypts', () => {
  const forgotten: bigint[] = [];
  const engine = { ...bigintModExp, forget: (modulus: bigint) => void forgotten.push(modulus) };
  const key = new PaillierSecretKey(p, q, engine);
  const C = key.encrypt(5n, 2n);
  key.wipe();
  key.wipe();
  expect(() => key.decrypt(C)).toThrow(/wiped/);
  expect(() => key.reveal()).toThrow(/wiped/);
  expect(() => key.encrypt(5n, 2n)).toThrow(/wiped/);
  expect(() => key.randomizerOf(C)).toThrow(/wiped/);
  expect(key.publicKey.encrypt(5n, 2n)).toBe(C);
  expect(forgotten).toEqual([p, q, p * p, q * q]);
  expect(JSON.stringify(Object.keys(key))).not.toMatch(/factors|secret/);
});

test('a public key knows nothing but N', () => {
  const key = new PaillierPublicKey(N, bigintModExp);
  expect(key.encrypt(9n, 4n)).toBe(secret.encrypt(9n, 4n));
});
