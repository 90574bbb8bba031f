import { ed448 } from '@noble/curves/ed448.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { SCHEMES } from '../keys/structure.ts';
import { ciphersuite } from './index.ts';

/** What was decoded is taken to encode to the same bytes, so decoding has to accept one encoding of a point only. */
describe.each(SCHEMES)('points by both coordinates: %s', (scheme) => {
  const { group } = ciphersuite(scheme);
  const encoded = group.encodeAffine(group.generator.multiply(7n));

  test('survive their encoding', () => {
    expect(group.decodeAffine(encoded).equals(group.generator.multiply(7n))).toBe(true);
    expect(group.encodeAffine(group.decodeAffine(encoded))).toEqual(encoded);
  });

  test('another length is refused', () => {
    for (const bad of [encoded.subarray(1), concatBytes(encoded, Uint8Array.of(0)), new Uint8Array(0)]) {
      expect(() => group.decodeAffine(bad)).toThrow();
    }
  });

  // Ristretto has no coordinates: its elements are sent as they always are.
  test.skipIf(scheme === 'frost-ristretto255')('another prefix, or a point off the curve, is refused', () => {
    const others = [0, 2, 3, 5, 6, 7, 255].filter((byte) => byte !== encoded[0]);
    for (const byte of others) expect(() => group.decodeAffine(encoded.with(0, byte))).toThrow();
  });
});

describe.each([
  ['frost-ed25519', ed25519.Point.Fp.ORDER, 32],
  ['frost-ed448', ed448.Point.Fp.ORDER, 57],
] as const)('attack 16: coordinates of %s at or above the order of the field', (scheme, order, length) => {
  const { group } = ciphersuite(scheme);
  const encoded = group.encodeAffine(group.generator.multiply(7n));

  test.each([0, 1])('coordinate %i', (which) => {
    const coordinate = bytesToNumberLE(encoded.subarray(which * length, (which + 1) * length));
    const raised = Uint8Array.from(encoded);
    raised.set(numberToBytesLE(coordinate + order, length), which * length);
    expect(() => group.decodeAffine(raised)).toThrow(/range/);
  });

  test('the identity', () => {
    const identity = concatBytes(numberToBytesLE(0n, length), numberToBytesLE(1n, length));
    expect(() => group.decodeAffine(identity)).toThrow();
  });
});
