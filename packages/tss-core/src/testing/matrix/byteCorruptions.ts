import { type Corruption, corruption } from './corruption.ts';

/** What can be done to a byte string of whatever meaning. */
export function byteCorruptions(value: Uint8Array): readonly Corruption[] {
  return [
    corruption('zero', new Uint8Array(value.length)),
    corruption('max', new Uint8Array(value.length).fill(0xff)),
    corruption('a byte less', value.slice(0, -1)),
    corruption('a byte more', Uint8Array.of(...value, 0)),
    corruption('empty', new Uint8Array(0)),
    corruption('a number instead', 7),
    corruption('nothing instead', null),
  ];
}

/** One bit flipped so that the field's codec takes it, and one so that it does not, where there are such bits. */
export function bitFlips(value: Uint8Array, accepts: (value: Uint8Array) => boolean): readonly Corruption[] {
  const accepted = someFlip(value, accepts);
  const refused = someFlip(value, (flipped) => !accepts(flipped));
  return [
    ...(accepted ? [corruption('a bit, still decodes', accepted)] : []),
    ...(refused ? [corruption('a bit, no longer decodes', refused)] : []),
  ];
}

/** The first value a bit away that is so. */
function someFlip(value: Uint8Array, is: (value: Uint8Array) => boolean): Uint8Array | undefined {
  for (let bit = 0; bit < value.length * 8; bit++) {
    const flipped = flipBit(value, bit);
    if (is(flipped)) return flipped;
  }
  return undefined;
}

/** Bits are counted from the last byte on: the most significant one of a scalar or point tells least by itself. */
function flipBit(value: Uint8Array, bit: number): Uint8Array {
  const at = value.length - 1 - Math.floor(bit / 8);
  return value.with(at, (value[at] ?? 0) ^ (1 << (bit % 8)));
}
