import { numberToBytesLE } from '@noble/curves/utils.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frostEd25519 } from './ed25519.ts';
import { frostRistretto255 } from './ristretto255.ts';

const { group } = frostRistretto255;
const p = 2n ** 255n - 19n;

describe('attack 16: elements', () => {
  test('the identity, all zeros, is refused', () => {
    expect(() => group.decodeElement(new Uint8Array(32))).toThrow(/identity/);
  });

  test('a field element at or above the order, or above 255 bits, is refused', () => {
    const s = group.encodeElement(group.generator);
    for (let value = p; value < 2n ** 255n; value++) {
      expect(() => group.decodeElement(numberToBytesLE(value, 32))).toThrow();
    }
    expect(() => group.decodeElement(s.with(31, (s[31] ?? 0) | 0x80))).toThrow();
  });

  test('a negative field element is refused', () => {
    const s = group.encodeElement(group.generator);
    const negative = p - BigInt(`0x${Buffer.from(s).reverse().toString('hex')}`);
    expect(() => group.decodeElement(numberToBytesLE(negative, 32))).toThrow();
  });

  test('RFC 9496 appendix A.3: encodings of no element', () => {
    for (const hex of [
      '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371',
      '4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f',
      '3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e',
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ]) {
      expect(() => group.decodeElement(hexToBytes(hex))).toThrow();
    }
  });

  test('whatever decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const candidate = bytes.with(0, (bytes[0] ?? 0) & 0xfe).with(31, (bytes[31] ?? 0) & 0x7f);
        let element: ReturnType<typeof group.decodeElement>;
        try {
          element = group.decodeElement(candidate);
        } catch {
          return;
        }
        expect(group.encodeElement(element)).toEqual(candidate);
      }),
      { numRuns: 200 },
    );
  });

  test('an Ed25519 point is an element of another group', () => {
    expect(() => group.multiScalarMultiply([frostEd25519.group.generator], [1n])).toThrow('another group');
  });
});
