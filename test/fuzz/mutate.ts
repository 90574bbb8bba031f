import type { Random } from '@quorate/tss-core';
import { decodeTree, encodeTree, randomBelow } from '@quorate/tss-core/testing';
import type { WireValue } from '@quorate/tss-core/wire';

/** A valid encoding with something wrong in it: in its bytes, or in the values that it is made of. */
export function mutate(random: Random, samples: readonly Uint8Array[]): Uint8Array {
  const sample = pick(random, samples);
  let mutated = randomBelow(random, 2) === 0 ? inTree(random, sample) : sample;
  if (mutated === sample || randomBelow(random, 8) === 0) {
    for (let times = 1 + randomBelow(random, 3); times > 0; times--) mutated = inBytes(random, mutated, samples);
  }
  return mutated;
}

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[randomBelow(random, items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

function inBytes(random: Random, bytes: Uint8Array, samples: readonly Uint8Array[]): Uint8Array {
  const at = randomBelow(random, bytes.length + 1);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const other = pick(random, samples);
  const from = randomBelow(random, other.length + 1);
  return pick(random, [
    () => bytes.map((byte, i) => (i === at ? byte ^ (1 << randomBelow(random, 8)) : byte)),
    () => bytes.map((byte, i) => (i === at ? randomBelow(random, 256) : byte)),
    () => before.slice(),
    () => Uint8Array.of(...before, ...after.subarray(1)),
    () => Uint8Array.of(...before, randomBelow(random, 256), ...after),
    () => Uint8Array.of(...before, ...other.subarray(from, from + 1 + randomBelow(random, 64)), ...after),
    () => Uint8Array.of(...before, ...other.subarray(from)),
  ])();
}

/** Still CBOR, so that a codec comes to see it; undecodable samples, which are not CBOR, stay as they are. */
function inTree(random: Random, sample: Uint8Array): Uint8Array {
  let tree: WireValue;
  try {
    tree = decodeTree(sample);
  } catch {
    return sample;
  }
  return encodeTree(changed(random, tree, 3));
}

function changed(random: Random, value: WireValue, depth: number): WireValue {
  if (Array.isArray(value) && value.length > 0 && randomBelow(random, depth + 1) > 0) {
    const at = randomBelow(random, value.length);
    return value.map((item: WireValue, i) => (i === at ? changed(random, item, depth) : item));
  }
  return pick<() => WireValue>(random, [
    () => similar(random, value),
    () => similar(random, value),
    () => pick<WireValue>(random, [0, 1, 23, 24, 255, 65535, 65536, 2 ** 32, Number.MAX_SAFE_INTEGER, -1, 1.5]),
    () => pick<WireValue>(random, ['', 'x', '\u0000', 'node-1', 'a'.repeat(300), null, true, false]),
    () => random(randomBelow(random, 70)),
    () => [],
  ])();
}

/** A value of the same type. */
function similar(random: Random, value: WireValue): WireValue {
  if (typeof value === 'number') return Math.abs(value + pick(random, [-1, 1, 256, -256]));
  if (typeof value === 'string') return value.slice(randomBelow(random, 3)) + pick(random, ['', 'z', 'é', '-']);
  if (typeof value === 'boolean') return !value;
  if (value === null) return 0;
  if (value instanceof Uint8Array) return similarBytes(random, value);
  return pick(random, [value.slice(1), [...value, ...value.slice(-1)], value.toReversed()]);
}

function similarBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const at = randomBelow(random, bytes.length + 1);
  return pick(random, [
    bytes.map((byte, i) => (i === at ? byte ^ (1 << randomBelow(random, 8)) : byte)),
    bytes.slice(0, at),
    new Uint8Array(bytes.length),
    new Uint8Array(bytes.length).fill(0xff),
    random(bytes.length),
    Uint8Array.of(...bytes, 0),
  ]);
}
