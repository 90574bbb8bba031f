import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bool,
  bytes,
  choice,
  DecodeError,
  decodeCbor,
  encodeCbor,
  list,
  literal,
  nullable,
  struct,
  text,
  uint,
  variant,
} from './codec.ts';
import { taggedHash } from './hash.ts';

const sample = struct<{
  version: 1;
  name: string;
  data: Uint8Array;
  counts: readonly number[];
  flag: boolean;
  maybe: number | null;
}>({
  version: literal(1),
  name: text(10),
  data: bytes({ max: 8 }),
  counts: list(uint(1000), { max: 4 }),
  flag: bool,
  maybe: nullable(uint()),
});
const arbitrary = fc.record({
  version: fc.constant<1>(1),
  name: fc.string({ maxLength: 10, unit: 'grapheme-ascii' }),
  data: fc.uint8Array({ maxLength: 8 }),
  counts: fc.array(fc.nat(1000), { maxLength: 4 }),
  flag: fc.boolean(),
  maybe: fc.option(fc.nat()),
});

test('what was encoded decodes to the same', () => {
  fc.assert(
    fc.property(arbitrary, (value) => {
      expect(decodeCbor(sample, encodeCbor(sample, value), 100)).toEqual(value);
    }),
  );
});

test('attack 18: distinct values have distinct encodings', () => {
  fc.assert(
    fc.property(arbitrary, arbitrary, (a, b) => {
      const same = JSON.stringify([a, [...a.data]]) === JSON.stringify([b, [...b.data]]);
      expect(Buffer.from(encodeCbor(sample, a)).equals(encodeCbor(sample, b))).toBe(same);
    }),
  );
});

test('arbitrary bytes either decode to what encodes to them, or are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (raw) => {
      try {
        expect(encodeCbor(sample, decodeCbor(sample, raw, 100))).toEqual(raw);
      } catch (problem) {
        expect(problem).toBeInstanceOf(DecodeError);
      }
    }),
  );
});

describe('refused, with the place named', () => {
  const valid = [1, 'ab', Uint8Array.of(1), [1], true, null];
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    ['too few fields', valid.slice(1), /message: expected 6 fields, got 5/],
    ['another version', [2, ...valid.slice(1)], /message\.version: expected 1/],
    ['a number for a text', [1, 7, ...valid.slice(2)], /message\.name: expected text/],
    ['a text too long', [1, 'x'.repeat(11), ...valid.slice(2)], /message\.name: expected at most 10/],
    [
      'a list too long',
      [1, 'ab', Uint8Array.of(1), [1, 1, 1, 1, 1], true, null],
      /message\.counts: expected 0 to 4 items, got 5/,
    ],
    ['a number too large', [1, 'ab', Uint8Array.of(1), [1001], true, null], /message\.counts\[0\]/],
    ['a negative number', [1, 'ab', Uint8Array.of(1), [-1], true, null], /message\.counts\[0\]/],
    ['a fraction', [1, 'ab', Uint8Array.of(1), [0.5], true, null], /message\.counts\[0\]: expected an integer/],
    ['a map', { version: 1 }, /message: a map or a tag, which no message has/],
  ];
  test.each(cases)('%s', (_, value, problem) => {
    expect(() => decodeCbor(sample, encode(value), 100)).toThrow(problem);
  });

  test('more bytes than accepted', () => {
    expect(() => decodeCbor(bytes({ max: 10 }), encodeCbor(bytes({ max: 10 }), new Uint8Array(9)), 5)).toThrow(
      /at most 5/,
    );
  });

  test('trailing bytes, truncation, a longer form of a number, and deep nesting', () => {
    const encoded = encodeCbor(sample, {
      version: 1,
      name: 'a',
      data: new Uint8Array(1),
      counts: [],
      flag: true,
      maybe: null,
    });
    expect(() => decodeCbor(sample, Uint8Array.of(...encoded, 0), 100)).toThrow(DecodeError);
    expect(() => decodeCbor(sample, encoded.subarray(0, -1), 100)).toThrow(DecodeError);
    expect(() => decodeCbor(uint(), Uint8Array.of(0x18, 0x01), 100)).toThrow(DecodeError);
    expect(() => decodeCbor(sample, new Uint8Array(100_000).fill(0x81), 1_000_000)).toThrow(DecodeError);
    expect(() => decodeCbor(uint(), Uint8Array.of(0xf9, 0x3c, 0x00), 100)).toThrow(DecodeError);
  });

  test('an unknown kind and an unknown choice', () => {
    const either = variant<{ a: number; b: string }>({ a: uint(), b: text(3) });
    expect(decodeCbor(either, encode(['a', 1]), 100)).toEqual({ kind: 'a', value: 1 });
    expect(() => decodeCbor(either, encode(['c', 1]), 100)).toThrow(/expected one of a, b/);
    expect(() => decodeCbor(either, encode(['b', 1]), 100)).toThrow(/message\.b: expected text/);
    expect(() => decodeCbor(choice('x', 'y'), encode('z'), 100)).toThrow(/expected one of x, y/);
  });

  test('text that is not well-formed Unicode', () => {
    expect(() => decodeCbor(text(9), Uint8Array.of(0x63, 0xed, 0xa0, 0x80), 100)).toThrow(DecodeError);
  });
});

test('attack 18: moving bytes between hash inputs changes the hash', () => {
  const a = taggedHash('t', Uint8Array.of(1, 2), Uint8Array.of(3));
  const b = taggedHash('t', Uint8Array.of(1), Uint8Array.of(2, 3));
  const c = taggedHash('t', Uint8Array.of(1, 2, 3));
  const d = taggedHash('t\u0001', Uint8Array.of(2), Uint8Array.of(3));
  expect(new Set([a, b, c, d].map((hash) => Buffer.from(hash).toString('hex'))).size).toBe(4);
});
