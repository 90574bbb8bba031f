import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCHEMES } from '../keys/structure.ts';
import { seededRandom } from '../testing/seededRandom.ts';
import { ciphersuite } from './index.ts';

describe.each(SCHEMES)('scalars of %s', (scheme) => {
  const { group } = ciphersuite(scheme);
  const { order, scalarLength } = group;
  const scalar = fc.bigInt({ min: 0n, max: order - 1n });

  test('encoding and decoding are inverse', () => {
    fc.assert(
      fc.property(scalar, (value) => {
        const encoded = group.encodeScalar(value);
        expect(encoded).toHaveLength(scalarLength);
        expect(group.decodeScalar(encoded)).toBe(value);
      }),
    );
  });

  test('attack 17: an encoding at or above the order is refused', () => {
    const isLittle = group.encodeScalar(1n)[0] === 1;
    const encode = (value: bigint) => {
      const big = Uint8Array.from({ length: scalarLength }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
      return isLittle ? big : big.reverse();
    };
    expect(group.decodeScalar(encode(order - 1n))).toBe(order - 1n);
    fc.assert(
      fc.property(fc.bigInt({ min: order, max: 2n ** BigInt(8 * scalarLength) - 1n }), (value) => {
        expect(() => group.decodeScalar(encode(value))).toThrow(/not below the group order/);
      }),
    );
    expect(() => group.decodeScalar(encode(order))).toThrow(/not below the group order/);
  });

  test('another length is refused, leading zeros included', () => {
    const encoded = group.encodeScalar(5n);
    for (const other of [encoded.subarray(1), encoded.subarray(0, -1), Uint8Array.of()]) {
      expect(() => group.decodeScalar(other)).toThrow(/bytes/);
    }
    expect(() => group.decodeScalar(concatBytes(encoded, Uint8Array.of(0)))).toThrow(/bytes/);
    expect(() => group.decodeScalar(concatBytes(Uint8Array.of(0), encoded))).toThrow(/bytes/);
  });

  test('what is no scalar is not encoded', () => {
    expect(() => group.encodeScalar(-1n)).toThrow(RangeError);
    expect(() => group.encodeScalar(order)).toThrow(RangeError);
  });

  test('reduce takes any integer, negative ones too', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        const reduced = group.reduce(value);
        expect(reduced >= 0n && reduced < order).toBe(true);
        expect((value - reduced) % order).toBe(0n);
      }),
    );
  });

  test('invert gives the inverse, and zero has none', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: order - 1n }), (value) => {
        expect(group.reduce(value * group.invert(value))).toBe(1n);
      }),
      { numRuns: 20 },
    );
    expect(() => group.invert(0n)).toThrow();
  });

  test('random scalars are never zero and differ', () => {
    const random = seededRandom('scalars');
    const drawn = Array.from({ length: 50 }, () => group.randomScalar(random));
    expect(new Set(drawn).size).toBe(50);
    expect(drawn.every((value) => value > 0n && value < order)).toBe(true);
    expect(group.randomScalar((length) => new Uint8Array(length))).toBe(1n);
    expect(group.randomScalar((length) => new Uint8Array(length).fill(255)) < order).toBe(true);
  });

  test('a random source that draws short is refused', () => {
    expect(() => group.randomScalar(() => new Uint8Array(31))).toThrow(/random bytes/);
  });

  test('the drawn bytes are wiped', () => {
    const drawn = new Uint8Array(scalarLength + 16).fill(7);
    group.randomScalar(() => drawn);
    expect(drawn.every((byte) => byte === 0)).toBe(true);
  });
});
