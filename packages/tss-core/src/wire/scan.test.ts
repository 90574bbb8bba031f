import { encode } from 'cborg';
import { describe, expect, test } from 'vitest';
import { bytes, decodeCbor, list, struct, uint } from './codec.ts';
import { MAX_ITEMS, problemOf } from './scan.ts';

const MIB = 1 << 20;

/** `count` items in a list, all the same. */
function many(count: number, ...item: readonly number[]): Uint8Array {
  const message = new Uint8Array(5 + count * item.length);
  message[0] = 0x9a;
  new DataView(message.buffer).setUint32(1, count);
  for (let i = 0; i < count; i++) message.set(item, 5 + i * item.length);
  return message;
}

describe('attack 34: a message that takes far longer to decode than to send is refused by its heads', () => {
  const small = list(uint(), { max: 1 });
  test.each<[string, Uint8Array, RegExp]>([
    ['empty maps', many(2 * MIB - 5, 0xa0), /a map or a tag, which no message has/],
    ['empty lists', many(2 * MIB - 5, 0x80), /more than 131072 items/],
    ['small numbers', many(2 * MIB - 5, 0x01), /more than 131072 items/],
    ['empty texts', many(2 * MIB - 5, 0x60), /more than 131072 items/],
    ['tags', Uint8Array.of(0x81, 0xc1, 0x00), /a map or a tag, which no message has/],
    ['lists that never end', Uint8Array.of(0x9f, 0xff), /not valid CBOR/],
  ])('%s', (_, message, problem) => {
    expect(() => decodeCbor(small, message, 2 * MIB, 'frame')).toThrow(problem);
  });
});

test('as many items as any message has are let through, and what is in bytes and texts is not looked at', () => {
  expect(problemOf(many(MAX_ITEMS - 1, 0x01))).toBeUndefined();
  expect(problemOf(many(MAX_ITEMS, 0x01))).toBe('more than 131072 items');
  const codec = struct<{ blob: Uint8Array; n: number }>({ blob: bytes({ max: MIB }), n: uint() });
  for (const length of [0, 23, 24, 255, 256, 65_535, 65_536, MIB]) {
    const blob = new Uint8Array(length).fill(0xa0);
    expect(decodeCbor(codec, encode([blob, length]), 2 * MIB)).toEqual({ blob, n: length });
    expect(problemOf(encode(['a'.repeat(length), [length, null, true]]))).toBeUndefined();
  }
});

test('a message that is cut off anywhere comes to no other end', () => {
  const whole = encode([new Uint8Array(300).fill(0xff), 'x'.repeat(30), 70_000, [2 ** 40, [1, 2], false]]);
  for (let length = 0; length <= whole.length; length++) expect(problemOf(whole.subarray(0, length))).toBeUndefined();
  expect(problemOf(Uint8Array.of(0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))).toBeUndefined();
});
