import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import { ed448 } from '@noble/curves/ed448.js';
import { numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../testing/seededRandom.ts';
import { frostEd448 } from './ed448.ts';

const { group, verify } = frostEd448;
const p = 2n ** 448n - 2n ** 224n - 1n;
const message = new TextEncoder().encode('pay');

/** The four points of order 1, 2 and 4. */
const torsion = [
  { x: 0n, y: 1n },
  { x: 0n, y: p - 1n },
  { x: 1n, y: 0n },
  { x: p - 1n, y: 0n },
].map((point) => ed448.Point.fromAffine(point));

describe('attack 16: elements', () => {
  test('the identity and the points of small order are refused', () => {
    for (const point of torsion) {
      expect(point.isSmallOrder()).toBe(true);
      expect(() => group.decodeElement(point.toBytes())).toThrow(/small order|identity/);
    }
  });

  test('points of mixed order are refused, each of the three', () => {
    const prime = ed448.Point.BASE.multiply(group.randomScalar(seededRandom('mixed order')));
    expect(group.decodeElement(prime.toBytes()).equals(prime)).toBe(true);
    for (const point of torsion.slice(1)) {
      expect(() => group.decodeElement(prime.add(point).toBytes())).toThrow(/prime-order subgroup/);
    }
  });

  test('a y at or above the field order is refused, and so are stray bits above it', () => {
    const encoded = group.encodeElement(group.generator);
    for (const y of [p, p + 1n, 2n ** 448n - 1n]) {
      expect(() => group.decodeElement(numberToBytesLE(y, 57))).toThrow();
    }
    for (let bit = 0; bit < 7; bit++) {
      expect(() => group.decodeElement(encoded.with(56, (encoded[56] ?? 0) | (1 << bit)))).toThrow();
    }
  });

  test('a negative zero is refused', () => {
    expect(() => group.decodeElement(numberToBytesLE(1n, 57).with(56, 0x80))).toThrow();
    expect(() => group.decodeElement(numberToBytesLE(p - 1n, 57).with(56, 0x80))).toThrow();
  });
});

describe('strict verification (rule 21)', () => {
  test('R of mixed order is refused, though the cofactored equation holds', () => {
    const random = seededRandom('mixed R');
    const [x, k] = [group.randomScalar(random), group.randomScalar(random)];
    const publicKey = group.encodeElement(group.generator.multiply(x));
    for (const point of torsion.slice(1)) {
      const R = ed448.Point.BASE.multiply(k).add(point).toBytes();
      const z = group.reduce(k + frostEd448.H2(concatBytes(R, publicKey, message)) * x);
      const forged = concatBytes(R, group.encodeScalar(z));
      expect(ed448.verify(forged, message, publicKey, { zip215: true })).toBe(true);
      expect(verify(forged, message, publicKey)).toBe(false);
    }
  });

  test('agrees with node:crypto and noble on honest and on bit-flipped signatures', () => {
    const bit = fc.option(fc.integer({ min: 0, max: 911 }), { nil: undefined });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 57, maxLength: 57 }), fc.uint8Array(), bit, (seed, text, flip) => {
        const key = ed448.getPublicKey(seed);
        const signed = ed448.sign(text, seed);
        if (flip !== undefined) signed[flip >> 3] = (signed[flip >> 3] ?? 0) ^ (1 << (flip & 7));
        const der = Buffer.from(concatBytes(hexToBytes('3043300506032b6571033a00'), key));
        const nodeKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
        expect(nodeVerify(null, text, nodeKey, signed)).toBe(flip === undefined);
        expect(verify(signed, text, key)).toBe(flip === undefined);
      }),
      { numRuns: 10 },
    );
  });
});
