import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { ciphersuite } from '@quorate/tss-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ed25519Of, type NodeCrypto, opensslEd25519 } from './opensslEd25519.ts';
import { isStrictPoint, signEd25519, verifyStrict } from './strictEd25519.ts';

const { Point } = ed25519;
const L = Point.Fn.ORDER;
const seed = new Uint8Array(32).fill(5);
const publicKey = ed25519.getPublicKey(seed);
const message = utf8ToBytes('pay nobody');
const signature = ed25519.sign(message, seed);

/** A point of order 8. */
const torsion = Point.fromBytes(hexToBytes('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'));

test('a good signature is good', () => {
  expect(verifyStrict(signature, message, publicKey)).toBe(true);
});

test('another message, key or length is not', () => {
  expect(verifyStrict(signature, utf8ToBytes('pay Eve'), publicKey)).toBe(false);
  expect(verifyStrict(signature, message, ed25519.getPublicKey(new Uint8Array(32).fill(6)))).toBe(false);
  expect(verifyStrict(signature.subarray(0, 63), message, publicKey)).toBe(false);
  expect(verifyStrict(signature, message, publicKey.subarray(1))).toBe(false);
  expect(verifyStrict(new Uint8Array(64), message, publicKey)).toBe(false);
});

test('s + L is refused', () => {
  const s = bytesToNumberLE(signature.subarray(32)) + L;
  expect(verifyStrict(concatBytes(signature.subarray(0, 32), numberToBytesLE(s, 32)), message, publicKey)).toBe(false);
});

test.each([
  ['the identity', '0100000000000000000000000000000000000000000000000000000000000000'],
  ['the identity with a sign bit', '0100000000000000000000000000000000000000000000000000000000000080'],
  ['order 2', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
  ['order 4', '0000000000000000000000000000000000000000000000000000000000000000'],
  ['order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ['y = p + 1, not canonical', 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
  ['y = 2, off the curve', '0200000000000000000000000000000000000000000000000000000000000000'],
])('%s is no public key', (_, hex) => {
  expect(isStrictPoint(hexToBytes(hex))).toBe(false);
});

test('a key of mixed order is refused, though the cofactored equation holds', () => {
  const mixed = Point.fromBytes(publicKey).add(torsion).toBytes();
  const forged = signUnder(mixed, Point.BASE);
  expect(ed25519.verify(forged, message, mixed, { zip215: true })).toBe(true);
  expect(verifyStrict(forged, message, mixed)).toBe(false);
});

test('a nonce point of mixed order is refused, though the cofactored equation holds', () => {
  const forged = signUnder(publicKey, Point.BASE.add(torsion));
  expect(ed25519.verify(forged, message, publicKey, { zip215: true })).toBe(true);
  expect(verifyStrict(forged, message, publicKey)).toBe(false);
});

test('a nonce of zero is refused', () => {
  expect(verifyStrict(signUnder(publicKey, Point.ZERO, 0n), message, publicKey)).toBe(false);
});

describe('OpenSSL', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const ours = ciphersuite('frost-ed25519');

  test('is what signs and verifies here', () => {
    expect(opensslEd25519).toBeDefined();
  });

  test('that has no Ed25519, or another one, is left alone', () => {
    const crypto: NodeCrypto = {
      createPrivateKey: () => ({}),
      createPublicKey: () => ({}),
      sign: () => new Uint8Array(64),
      verify: () => true,
    };
    const unsupported = () => {
      throw new Error('error:03000072:digital envelope routines::decode error');
    };
    expect(ed25519Of(crypto)).toBeUndefined();
    expect(ed25519Of({ ...crypto, createPrivateKey: unsupported })).toBeUndefined();
    expect(ed25519Of(undefined)).toBeUndefined();
  });

  test.each([0, 31, 33, 64])('and noble sign with no seed of %i bytes', (length) => {
    expect(() => signEd25519(message, new Uint8Array(length))).toThrow('has 32 bytes');
    expect(() => ed25519.sign(message, new Uint8Array(length))).toThrow();
  });

  test('signs as noble does', () => {
    fc.assert(
      fc.property(bytes(32), fc.uint8Array({ maxLength: 200 }), (secret, text) => {
        expect(signEd25519(text, secret)).toEqual(ed25519.sign(text, secret));
      }),
      { numRuns: 50 },
    );
  });

  test('and noble agree on every signature, changed anywhere', () => {
    const whole = concatBytes(signature, publicKey, message);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, bits) => {
        const changed = whole.slice();
        changed[at] = (changed[at] ?? 0) ^ bits;
        const parts = [changed.subarray(0, 64), changed.subarray(96), changed.subarray(64, 96)] as const;
        expect(verifyStrict(...parts)).toBe(ours.verify(...parts));
        expect(verifyStrict(...parts)).toBe(bits === 0);
      }),
      { numRuns: 200 },
    );
  });

  test('and noble agree on every pair of R and A of small or mixed order', () => {
    const small = Array.from({ length: 8 }, (_, i) => (i === 0 ? Point.ZERO : torsion.multiplyUnsafe(BigInt(i))));
    const A = Point.fromBytes(publicKey);
    for (const t of small) {
      for (const key of [t, A.add(t)]) {
        for (const [R, r] of small.flatMap((u) => [[u, 0n] as const, [Point.BASE.add(u), 1n] as const])) {
          const forged = signUnder(key.toBytes(), R, r);
          const expected = ours.verify(forged, message, key.toBytes());
          expect(verifyStrict(forged, message, key.toBytes())).toBe(expected);
          expect(expected).toBe(key.equals(A) && R.equals(Point.BASE));
        }
      }
    }
  });
});

/** Signs with nonce `r` but publishes `R`, for the public key as given. */
function signUnder(key: Uint8Array, R: InstanceType<typeof Point>, r = 1n): Uint8Array {
  const { scalar } = ed25519.utils.getExtendedPublicKey(seed);
  const challenge = bytesToNumberLE(sha512(concatBytes(R.toBytes(), key, message))) % L;
  return concatBytes(R.toBytes(), numberToBytesLE((r + challenge * scalar) % L, 32));
}
