import { bigintModExp } from '@quorate/tss-core/ecdsa';
import { SAFE_PRIMES_512, SAFE_PRIMES_1536, seededRandom } from '@quorate/tss-core/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NativeModExp } from './nativeModExp.ts';

const SECRET = { secret: true };
const PUBLIC = { secret: false };
const [p = 3n, q = 3n] = SAFE_PRIMES_512;
const [large = 3n, other = 3n] = SAFE_PRIMES_1536;

function integer(bytes: number, seed: string): bigint {
  return BigInt(`0x${Buffer.from(seededRandom(seed)(bytes)).toString('hex')}`);
}

/** Same result as BigInt, whether the exponent is secret or not. */
function expectEqual(engine: NativeModExp, base: bigint, exponent: bigint, modulus: bigint): void {
  const expected = bigintModExp.pow(base, exponent, modulus, PUBLIC);
  expect(engine.pow(base, exponent, modulus, PUBLIC)).toBe(expected);
  expect(engine.pow(base, exponent, modulus, SECRET)).toBe(expected);
}

describe('the native engine gives what BigInt gives', () => {
  const engine = new NativeModExp();

  test.each([
    ['a prime', p],
    ['p·q', p * q],
    ['p²', p * p],
    ['(p·q)²', (p * q) ** 2n],
    ['a modulus with small factors', 3n * 5n * 7n * p],
    ['a modulus that is no multiple of eight bits long', p * 11n],
  ])('modulo %s, for any base and exponent', (_, modulus) => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(modulus ** 2n), max: modulus ** 2n }),
        fc.bigInt({ min: 0n, max: 4n * modulus }),
        (base, exponent) => expectEqual(engine, base, exponent, modulus),
      ),
      { numRuns: 20 },
    );
  });

  test('modulo numbers of any length, those among them that OpenSSL computes wrongly or refuses', () => {
    for (const bits of [2, 3, 8, 64, 128, 255, 256, 257, 384, 504, 511, 512, 513, 520, 1023, 1025]) {
      const modulus = (integer(256, `modulus ${bits}`) >> BigInt(2048 - bits)) | (1n << BigInt(bits - 1)) | 1n;
      for (let i = 0; i < 4; i++) {
        expectEqual(engine, integer(140, `base ${bits} ${i}`), integer(70, `exponent ${bits} ${i}`), modulus);
      }
    }
  });

  test('for the bases, exponents and results that OpenSSL refuses', () => {
    const modulus = p * q;
    const order = (p - 1n) * (q - 1n);
    for (const base of [0n, 1n, 2n, -1n, modulus - 2n, modulus - 1n, modulus, modulus + 1n, p, q, modulus * 3n + 5n]) {
      for (const exponent of [0n, 1n, 2n, 3n, order / 2n, order - 1n, order, order + 1n]) {
        expectEqual(engine, base, exponent, modulus);
      }
    }
    // Euler's test: 1 for squares, p−1 for others.
    for (const base of [4n, 5n, 6n, 7n]) expectEqual(engine, base, (p - 1n) / 2n, p);
    // Powers that are 0 modulo p².
    for (const exponent of [1n, 2n, 3n]) expectEqual(engine, p, exponent, p * p);
  });

  describe('modulo what is said to be a prime', () => {
    const PRIME = { secret: true, isPrime: true };

    test.each([
      ['a safe prime', p],
      ['a long one', large],
      ['one of a length that OpenSSL likes less', 3n * p],
    ])('%s, before and after it has been used often', (_, modulus) => {
      const engine = new NativeModExp();
      for (let i = 0; i < 170; i++) {
        const [base, exponent] = [integer(200, `base ${i}`), integer(64, `exponent ${i}`)];
        expect(engine.pow(base, exponent, modulus, PRIME)).toBe(bigintModExp.pow(base, exponent, modulus, PUBLIC));
      }
      expectEqual(engine, 5n, 77n, modulus);
    });

    test('for the bases, exponents and results that OpenSSL refuses', () => {
      const engine = new NativeModExp();
      for (const base of [0n, 1n, 2n, 3n, 4n, 5n, -1n, p - 2n, p - 1n, p, p + 1n, 3n * p]) {
        for (const exponent of [0n, 1n, 2n, (p - 1n) / 2n, p - 2n, p - 1n, p]) {
          expect(engine.pow(base, exponent, p, PRIME)).toBe(bigintModExp.pow(base, exponent, p, PUBLIC));
        }
      }
    });

    test('and of what was said otherwise before, or is forgotten', () => {
      const engine = new NativeModExp();
      const expected = bigintModExp.pow(5n, 77n, p, PUBLIC);
      for (const options of [PUBLIC, PRIME, SECRET]) expect(engine.pow(5n, 77n, p, options)).toBe(expected);
      engine.forget(p);
      for (const options of [PRIME, SECRET, PUBLIC]) expect(engine.pow(5n, 77n, p, options)).toBe(expected);
    });
  });

  test('at the lengths of keys', () => {
    const modulus = large * other;
    for (const m of [large, modulus, modulus ** 2n]) {
      for (const bytes of [32, 96, 480]) expectEqual(engine, integer(800, 'base'), integer(bytes, `e ${bytes}`), m);
    }
  });

  test('when more moduli are used than contexts are kept', () => {
    const moduli = Array.from({ length: 70 }, (_, i) => p * (2n * BigInt(i) + 3n));
    for (const modulus of [...moduli, ...moduli]) expectEqual(engine, 12345n, 6789n, modulus);
  });

  test('after it was told to forget a modulus', () => {
    expectEqual(engine, 5n, 77n, p);
    engine.forget(p);
    expectEqual(engine, 5n, 77n, p);
  });
});

test('an even modulus, one below 3 and a negative exponent are refused, as BigInt does', () => {
  const engine = new NativeModExp();
  for (const modulus of [-7n, 0n, 1n, 2n, 4n, p * 2n]) {
    expect(() => engine.pow(3n, 5n, modulus, PUBLIC)).toThrow(RangeError);
    expect(() => bigintModExp.pow(3n, 5n, modulus, PUBLIC)).toThrow(RangeError);
  }
  expect(() => engine.pow(3n, -1n, p, SECRET)).toThrow(RangeError);
  expect(() => bigintModExp.pow(3n, -1n, p, SECRET)).toThrow(RangeError);
});
