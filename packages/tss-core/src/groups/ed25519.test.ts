import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../testing/seededRandom.ts';
import { frostEd25519 } from './ed25519.ts';

const { group, verify } = frostEd25519;
const p = 2n ** 255n - 19n;
const L = group.order;
const message = new TextEncoder().encode('pay 1 SOL');

/** A point of order 8 and all its multiples: the eight points of small order. */
const T8 = ed25519.Point.fromBytes(hexToBytes('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'));
const torsion = Array.from({ length: 8 }, (_, k) => T8.multiplyUnsafe(BigInt(k)));

function signature(R: Uint8Array, s: bigint): Uint8Array {
  return concatBytes(R, numberToBytesLE(s, 32));
}

function challenge(R: Uint8Array, A: Uint8Array): bigint {
  return frostEd25519.H2(concatBytes(R, A, message));
}

/** SubjectPublicKeyInfo of an Ed25519 key, for node:crypto. */
function nodeKey(publicKey: Uint8Array) {
  const der = concatBytes(hexToBytes('302a300506032b6570032100'), publicKey);
  return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
}

describe('attack 16: elements', () => {
  test('the identity and the points of small order are refused', () => {
    expect(torsion.filter((point) => point.is0())).toHaveLength(1);
    for (const point of torsion) expect(() => group.decodeElement(point.toBytes())).toThrow(/small order|identity/);
  });

  test('points of mixed order are refused, each of the seven', () => {
    const random = seededRandom('mixed order');
    for (const point of torsion.slice(1)) {
      const prime = ed25519.Point.BASE.multiply(group.randomScalar(random));
      expect(() => group.decodeElement(prime.add(point).toBytes())).toThrow(/prime-order subgroup/);
      expect(group.decodeElement(prime.toBytes()).equals(prime)).toBe(true);
    }
  });

  test('every y at or above the field order is refused', () => {
    for (let y = p; y < 2n ** 255n; y++) {
      expect(() => group.decodeElement(numberToBytesLE(y, 32))).toThrow();
      expect(() => group.decodeElement(numberToBytesLE(y + 2n ** 255n, 32))).toThrow();
    }
  });

  test('a negative zero is refused', () => {
    expect(() => group.decodeElement(numberToBytesLE(1n + 2n ** 255n, 32))).toThrow();
    expect(() => group.decodeElement(numberToBytesLE(p - 1n + 2n ** 255n, 32))).toThrow();
  });

  test('a y off the curve is refused', () => {
    expect(() => group.decodeElement(numberToBytesLE(2n, 32))).toThrow();
  });

  test('another length is refused', () => {
    const encoded = group.encodeElement(group.generator);
    expect(() => group.decodeElement(encoded.subarray(1))).toThrow(/32 bytes/);
    expect(() => group.decodeElement(concatBytes(encoded, Uint8Array.of(0)))).toThrow(/32 bytes/);
  });

  test('whatever decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        let element: ReturnType<typeof group.decodeElement>;
        try {
          element = group.decodeElement(bytes);
        } catch {
          return;
        }
        expect(group.encodeElement(element)).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });
});

describe('strict verification (rule 21)', () => {
  const x = group.randomScalar(seededRandom('x'));
  const A = group.generator.multiply(x);
  const publicKey = group.encodeElement(A);
  const k = group.randomScalar(seededRandom('k'));
  const R = group.encodeElement(group.generator.multiply(k));
  const good = signature(R, group.reduce(k + challenge(R, publicKey) * x));

  test('an honest signature verifies, here and in node:crypto', () => {
    expect(verify(good, message, publicKey)).toBe(true);
    expect(nodeVerify(null, message, nodeKey(publicKey), good)).toBe(true);
    expect(verify(good, new TextEncoder().encode('pay 2 SOL'), publicKey)).toBe(false);
  });

  test('attack 17: s at or above the order is refused, also where it is the same modulo the order', () => {
    const s = bytesToNumberLE(good.subarray(32));
    expect(verify(signature(R, s + L), message, publicKey)).toBe(false);
    expect(verify(signature(R, L), message, publicKey)).toBe(false);
  });

  test('attack 17: s = 0 is refused', () => {
    expect(verify(signature(R, 0n), message, publicKey)).toBe(false);
  });

  test('R of mixed order is refused, though the cofactored equation holds', () => {
    for (const point of torsion.slice(1)) {
      const mixed = ed25519.Point.BASE.multiply(k).add(point).toBytes();
      const forged = signature(mixed, group.reduce(k + challenge(mixed, publicKey) * x));
      expect(ed25519.verify(forged, message, publicKey, { zip215: true })).toBe(true);
      expect(verify(forged, message, publicKey)).toBe(false);
    }
  });

  test('A of mixed or small order is refused, though the equation holds for some messages', () => {
    for (const point of torsion) {
      const key = point.toBytes();
      for (const r of torsion) {
        const anything = signature(r.add(ed25519.Point.BASE).toBytes(), 1n);
        expect(verify(anything, message, key)).toBe(false);
      }
      if (point.is0()) continue;
      const mixed = ed25519.Point.BASE.multiply(x).add(point).toBytes();
      const forged = signature(R, group.reduce(k + challenge(R, mixed) * x));
      expect(verify(forged, message, mixed)).toBe(false);
    }
  });

  test('the identity as R is refused', () => {
    const identity = ed25519.Point.ZERO.toBytes();
    const forged = signature(identity, group.reduce(challenge(identity, publicKey) * x));
    expect(verify(forged, message, publicKey)).toBe(false);
  });

  test('lengths other than 64 and 32 are refused', () => {
    expect(verify(good.subarray(0, 63), message, publicKey)).toBe(false);
    expect(verify(concatBytes(good, Uint8Array.of(0)), message, publicKey)).toBe(false);
    expect(verify(good, message, publicKey.subarray(1))).toBe(false);
    expect(verify(Uint8Array.of(), message, Uint8Array.of())).toBe(false);
  });

  test('agrees with node:crypto and noble on honest and on bit-flipped signatures', () => {
    const bit = fc.option(fc.integer({ min: 0, max: 511 }), { nil: undefined });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array(), bit, (seed, text, flip) => {
        const key = ed25519.getPublicKey(seed);
        const signed = ed25519.sign(text, seed);
        if (flip !== undefined) signed[flip >> 3] = (signed[flip >> 3] ?? 0) ^ (1 << (flip & 7));
        const expected = nodeVerify(null, text, nodeKey(key), signed);
        expect(expected).toBe(flip === undefined);
        expect(verify(signed, text, key)).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });
});

test('the output key is the group key itself', () => {
  const { outputKey, publicKey, sign, tweak } = frostEd25519.signingKey(group.generator);
  expect(outputKey.equals(group.generator)).toBe(true);
  expect(publicKey).toEqual(group.encodeElement(group.generator));
  expect([sign, tweak]).toEqual([1n, 0n]);
});
