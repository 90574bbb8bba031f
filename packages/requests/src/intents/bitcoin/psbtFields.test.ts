import { concatBytes } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { expectRejection } from '../fixtures/expectRejection.ts';
import { taprootTestKey } from '../fixtures/keys.ts';
import { ours, payee, psbtIntent } from '../fixtures/psbts.ts';
import { preparePsbt } from './preparePsbt.ts';
import { checkFields } from './psbtFields.ts';

const key = taprootTestKey(1);
const MAGIC = Uint8Array.of(0x70, 0x73, 0x62, 0x74, 0xff);
/** A key of one byte, and nothing under it. */
const FIELD = Uint8Array.of(1, 0x77, 0);
const END = Uint8Array.of(0);

function maps(count: number, fields: number): Uint8Array {
  const map = concatBytes(...new Array<Uint8Array>(fields).fill(FIELD), END);
  return concatBytes(MAGIC, ...new Array<Uint8Array>(count).fill(map));
}

/** A key of two bytes, and `length` under it. */
function keyed(length: number): Uint8Array {
  const size = Uint8Array.of(0xfe, length, length >> 8, length >> 16, length >> 24);
  return concatBytes(MAGIC, Uint8Array.of(2, 0xfc, 0), size, new Uint8Array(length), END);
}

test('as many fields as the largest transaction has are looked at', () => {
  for (const psbt of [maps(1, 512), maps(12, 500), keyed((1 << 17) - 2)]) expect(() => checkFields(psbt)).not.toThrow();
});

test.each([
  ['of one map', maps(1, 513)],
  ['of all maps', concatBytes(maps(12, 500), FIELD)],
  ['with keys that hold data, by their bytes', keyed((1 << 17) - 1)],
])('more fields %s are refused', (_, psbt) => {
  expectRejection('too-large', () => checkFields(psbt));
});

test.each([
  ['empty', new Uint8Array()],
  ['cut off in a length', concatBytes(MAGIC, Uint8Array.of(2, 0xfc, 0, 0xfe, 0xff))],
  [
    'of a value that is longer than all',
    concatBytes(MAGIC, Uint8Array.of(2, 0xfc, 0, 0xff), new Uint8Array(8).fill(0xff)),
  ],
])('what is no PSBT, %s, is for the library to refuse', (_, psbt) => {
  expect(() => checkFields(psbt)).not.toThrow();
});

// Of 90 000 fields, for which a PSBT has room, the library made a transaction in minutes.
test('a PSBT with more fields than any wallet writes is refused as such', () => {
  const unknown = Array.from({ length: 600 }, (_, i) => [
    { type: 0x77, key: Uint8Array.of(i, i >> 8) },
    new Uint8Array(),
  ]) satisfies [{ type: number; key: Uint8Array }, Uint8Array][];
  const intent = psbtIntent({
    inputs: [ours(key, 2000n, 0, { unknown })],
    outputs: [{ script: payee.script, amount: 1000n }],
  });
  expectRejection('too-large', () => preparePsbt(intent, key.context));
});
