import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Codec, decodeCbor, encodeCbor, struct } from '../../wire/codec.ts';
import { natural, signed } from './encoding.ts';

const MAX_BITS = 100;
const limit = (1n << BigInt(MAX_BITS)) - 1n;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

function refuses(codec: Codec<bigint>, ...bytes: readonly number[]): void {
  expect(() => codec.decode(Uint8Array.from(bytes), 'it')).toThrow();
}

describe('attack 18: integers have one encoding each', () => {
  test('natural numbers: decoding inverts encoding, and distinct numbers differ', () => {
    const codec = natural(MAX_BITS);
    const anyNatural = fc.bigInt({ min: 0n, max: limit });
    fc.assert(
      fc.property(anyNatural, anyNatural, (a, b) => {
        expect(decodeCbor(codec, encodeCbor(codec, a), 64)).toBe(a);
        expect(hex(encodeCbor(codec, a)) === hex(encodeCbor(codec, b))).toBe(a === b);
      }),
    );
  });

  test('signed integers: decoding inverts encoding, and distinct ones differ', () => {
    const codec = signed(MAX_BITS);
    const anyInteger = fc.bigInt({ min: -limit, max: limit });
    fc.assert(
      fc.property(anyInteger, anyInteger, (a, b) => {
        for (const other of [b, -a]) {
          expect(decodeCbor(codec, encodeCbor(codec, a), 64)).toBe(a);
          expect(hex(encodeCbor(codec, a)) === hex(encodeCbor(codec, other))).toBe(a === other);
        }
      }),
    );
  });

  test('distinct tuples of integers differ, however digits move between neighbours', () => {
    const tuple = struct({ a: signed(MAX_BITS), b: natural(MAX_BITS), c: signed(MAX_BITS) });
    const small = fc.bigInt({ min: -70_000n, max: 70_000n });
    const triple = fc.tuple(small, small, small);
    fc.assert(
      fc.property(triple, triple, ([a, b, c], [d, e, f]) => {
        const first = { a, b: b < 0n ? -b : b, c };
        const second = { a: d, b: e < 0n ? -e : e, c: f };
        const isEqual = first.a === second.a && first.b === second.b && first.c === second.c;
        expect(hex(encodeCbor(tuple, first)) === hex(encodeCbor(tuple, second))).toBe(isEqual);
      }),
    );
  });

  test('leading zeros, a negative zero and other signs are refused', () => {
    refuses(natural(MAX_BITS), 0);
    refuses(natural(MAX_BITS), 0, 1);
    refuses(signed(MAX_BITS), 0, 0);
    refuses(signed(MAX_BITS), 0, 0, 1);
    refuses(signed(MAX_BITS), 1, 0, 1);
    refuses(signed(MAX_BITS), 1);
    refuses(signed(MAX_BITS));
    refuses(signed(MAX_BITS), 2, 1);
    refuses(signed(MAX_BITS), 255, 1);
  });

  test('the encodings are what the format says', () => {
    expect(hex(encodeCbor(natural(16), 0n))).toBe('40');
    expect(hex(encodeCbor(natural(16), 258n))).toBe('420102');
    expect(hex(encodeCbor(signed(16), 0n))).toBe('4100');
    expect(hex(encodeCbor(signed(16), 258n))).toBe('43000102');
    expect(hex(encodeCbor(signed(16), -258n))).toBe('43010102');
  });
});

describe('numbers that are too long', () => {
  test('are not decoded: one bit beyond, in as many bytes or more', () => {
    const tooLong = limit + 1n;
    const bytes = (value: bigint) => [...Buffer.from(value.toString(16).padStart(26, '0'), 'hex')];
    refuses(natural(MAX_BITS), ...bytes(tooLong));
    refuses(signed(MAX_BITS), 0, ...bytes(tooLong));
    refuses(signed(MAX_BITS), 1, ...bytes(tooLong));
    refuses(natural(MAX_BITS), ...Array<number>(14).fill(1));
    expect(natural(MAX_BITS).decode(Uint8Array.from(bytes(limit)), 'it')).toBe(limit);
  });

  test('are not encoded either, nor is a negative number as a natural one', () => {
    expect(() => encodeCbor(natural(MAX_BITS), limit + 1n)).toThrow(RangeError);
    expect(() => encodeCbor(signed(MAX_BITS), -limit - 1n)).toThrow(RangeError);
    expect(() => encodeCbor(natural(MAX_BITS), -1n)).toThrow(RangeError);
  });
});
