import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCHEMES } from '../keys/structure.ts';
import { TORSION } from '../testing/torsion.ts';
import { decodeCbor, encodeCbor } from '../wire/codec.ts';
import type { Element } from './ciphersuite.ts';
import { affineCodec, elementCodec, ofPrimeOrder, scalarCodec } from './codecs.ts';
import { ciphersuite } from './index.ts';

describe.each(SCHEMES)('elements of %s', (scheme) => {
  const { group } = ciphersuite(scheme);
  const scalar = fc.bigInt({ min: 1n, max: group.order - 1n });

  test('encoding and decoding are inverse', () => {
    fc.assert(
      fc.property(scalar, (value) => {
        const element = group.generator.multiply(value);
        expect(group.decodeElement(group.encodeElement(element)).equals(element)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('the identity has no encoding', () => {
    expect(() => group.encodeElement(group.identity)).toThrow('the identity has no encoding');
    expect(() => group.encodeElement(group.generator.subtract(group.generator))).toThrow(RangeError);
  });

  test('multiScalarMultiply is the sum of the products, zero scalars and the identity included', () => {
    const terms = fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 5n }), fc.oneof(scalar, fc.constant(0n))), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(terms, (pairs) => {
        const elements = pairs.map(([value]) => group.generator.multiplyUnsafe(value));
        const scalars = pairs.map(([, value]) => value);
        const sum = pairs.reduce((total, [element, value]) => group.reduce(total + element * value), 0n);
        const expected = group.generator.multiplyUnsafe(sum);
        expect(group.multiScalarMultiply(elements, scalars).equals(expected)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('multiplyOften is multiplication, before and after it has a table', () => {
    const element = group.generator.multiply(7n);
    for (const factor of [0n, 1n, 2n, group.order - 1n, 5n, 6n, group.order - 2n]) {
      expect(group.multiplyOften(element, factor).equals(element.multiplyUnsafe(factor))).toBe(true);
      expect(group.multiplyOften(group.generator, factor).equals(group.generator.multiplyUnsafe(factor))).toBe(true);
    }
  });

  test('both coordinates survive their encoding, and no other length does', () => {
    fc.assert(
      fc.property(scalar, (value) => {
        const element = group.generator.multiplyUnsafe(value).add(group.generator.multiplyUnsafe(group.order - 1n));
        if (element.is0()) return;
        const encoded = group.encodeAffine(element);
        expect(encoded).toHaveLength(group.affineLength);
        expect(group.decodeAffine(encoded).equals(element)).toBe(true);
        expect(group.encodeElement(group.decodeAffine(encoded))).toEqual(group.encodeElement(element));
        expect(() => group.decodeAffine(encoded.subarray(1))).toThrow(/bytes/);
        if (group.affineLength !== group.elementLength) {
          expect(() => group.decodeAffine(group.encodeElement(element))).toThrow(/bytes/);
        }
      }),
      { numRuns: 20 },
    );
    expect(() => group.encodeAffine(group.identity)).toThrow('the identity has no encoding');
  });

  test('attack 16: coordinates that are off the curve, out of range or the identity are refused', () => {
    const encoded = group.encodeAffine(group.generator);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 * encoded.length - 1 }), (bit) => {
        const changed = encoded.with(bit >> 3, (encoded[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
        const decoded = decodedOrNothing(() => group.decodeAffine(changed));
        // A changed encoding of no point is refused; one of another point (ristretto255's are dense) is that point.
        if (decoded) expect(group.encodeAffine(decoded)).toEqual(changed);
        else expect(decoded).toBeUndefined();
        if (group.affineLength !== group.elementLength) expect(decoded).toBeUndefined();
      }),
    );
    for (const byte of [0, 255]) expect(() => group.decodeAffine(new Uint8Array(encoded.length).fill(byte))).toThrow();
  });

  test('a point is decoded without its order only where that is asked for, the identity never', () => {
    const encoded = group.encodeElement(group.generator);
    expect(group.decodePoint(encoded).equals(group.generator)).toBe(true);
    expect(group.hasPrimeOrder(group.generator)).toBe(true);
    expect(group.hasPrimeOrder(group.identity)).toBe(false);
    expect(() => group.decodePoint(new Uint8Array(encoded.length).fill(255))).toThrow();
    expect(() => group.decodePoint(encoded.subarray(1))).toThrow(/bytes/);
  });

  test('what a caller does to decoded bytes does not change what the point encodes to', () => {
    const expected = group.encodeElement(group.generator.multiply(11n));
    for (const decode of [group.decodePoint, group.decodeElement]) {
      const sent = expected.slice();
      const element = decode(sent);
      sent.fill(0);
      expect(group.encodeElement(element)).toEqual(expected);
      expect(element.toBytes()).toEqual(expected);
    }
  });

  test('what a caller does to an encoding changes no other', () => {
    const element = group.generator.multiply(9n);
    const first = group.encodeElement(element);
    const expected = first.slice();
    first.fill(0);
    group.encodeElement(element).fill(1);
    expect(group.encodeElement(element)).toEqual(expected);
  });

  test('an element of another group is refused', () => {
    const [foreign] = SCHEMES.filter((other) => other !== scheme);
    const { generator } = ciphersuite(foreign ?? scheme).group;
    expect(() => group.multiScalarMultiply([generator], [1n])).toThrow('an element of another group');
  });

  test('on the wire both are byte strings, and refusals are decode errors with their place', () => {
    const element = encodeCbor(elementCodec(group), group.generator);
    expect(decodeCbor(elementCodec(group), element, 99).equals(group.generator)).toBe(true);
    const zeros = element.map((byte, i) => (i < 2 ? byte : 0));
    expect(() => decodeCbor(elementCodec(group), zeros, 99, 'D')).toThrow(/^D: /);
    const scalars = encodeCbor(scalarCodec(group), 5n);
    expect(decodeCbor(scalarCodec(group), scalars, 99)).toBe(5n);
    const ones = scalars.map((byte, i) => (i < 2 ? byte : 255));
    expect(() => decodeCbor(scalarCodec(group), ones, 99, 'z')).toThrow('z: scalar is not below the group order');
  });
});

describe.each(['frost-ed25519', 'frost-ed448'] as const)('attack 16: points of mixed order, %s', (scheme) => {
  const { group } = ciphersuite(scheme);

  test('are points, and no elements', () => {
    for (const T of TORSION[scheme]) {
      const mixed = group.generator.add(T);
      for (const point of [group.decodePoint(mixed.toBytes()), group.decodeAffine(group.encodeAffine(mixed))]) {
        expect(point.equals(mixed)).toBe(true);
        expect(group.hasPrimeOrder(point)).toBe(false);
      }
      expect(group.hasPrimeOrder(T)).toBe(false);
      expect(() => group.decodeElement(mixed.toBytes())).toThrow(/prime-order subgroup/);
      const strict = ofPrimeOrder(group, affineCodec(group));
      expect(() => strict.decode(group.encodeAffine(mixed), 'A')).toThrow(/^A: .*prime-order subgroup/);
    }
  });

  test('the identity has coordinates on these curves, and they are refused', () => {
    const half = group.affineLength / 2;
    const identity = new Uint8Array(group.affineLength).with(half, 1);
    expect(() => group.decodeAffine(identity)).toThrow();
  });
});

function decodedOrNothing(decode: () => Element): Element | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
