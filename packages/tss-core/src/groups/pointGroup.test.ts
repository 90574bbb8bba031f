import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCHEMES } from '../keys/structure.ts';
import { decodeCbor, encodeCbor } from '../wire/codec.ts';
import { elementCodec, scalarCodec } from './codecs.ts';
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
