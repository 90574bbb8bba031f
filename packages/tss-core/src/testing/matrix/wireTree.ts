import { decode } from 'cborg';
import { type Codec, encodeCbor, type WireValue } from '../../wire/codec.ts';

/** Where a value stands inside a message: the index to take at each level. */
export type Path = readonly number[];

/** A message as the wire has it, without its codec. */
export function decodeTree(body: Uint8Array): WireValue {
  return wireValue(decode(body));
}

const anything: Codec<WireValue> = { encode: (value) => value, decode: wireValue };

/** Encodes what no codec would: the values of a corrupt sender. */
export function encodeTree(tree: WireValue): Uint8Array {
  return encodeCbor(anything, tree);
}

/** The value at a path; undefined if the message has none there. */
export function valueAt(tree: WireValue, path: Path): WireValue | undefined {
  const [index, ...rest] = path;
  if (index === undefined) return tree;
  const inner = isList(tree) ? tree[index] : undefined;
  return inner === undefined ? undefined : valueAt(inner, rest);
}

/** The message with something else at a path: a corrupt value, or one that is none at all. */
export function replaceAt<V>(tree: WireValue, path: Path, value: V): WireValue | V | readonly unknown[] {
  const [index, ...rest] = path;
  if (index === undefined) return value;
  if (!isList(tree)) throw new RangeError('the path leads into a value that has no parts');
  return tree.map((item, i) => (i === index ? replaceAt(item, rest, value) : item));
}

/** The same with a value that can be encoded. */
export function bodyWith(tree: WireValue, path: Path, value: WireValue): Uint8Array {
  return encodeTree(wireValue(replaceAt(tree, path, value)));
}

export function isList(value: unknown): value is readonly WireValue[] {
  return Array.isArray(value);
}

function wireValue(raw: unknown): WireValue {
  if (Array.isArray(raw)) return raw.map(wireValue);
  if (raw === null || raw instanceof Uint8Array) return raw;
  if (typeof raw === 'number' || typeof raw === 'string' || typeof raw === 'boolean') return raw;
  throw new TypeError(`${typeof raw} is nothing that our wire format has`);
}
