import { Bug } from '@quorate/tss-core';
import type { Atom, Struct, TypedValue } from './typedValue.ts';

function fieldOf({ fields }: Struct, name: string): TypedValue | undefined {
  return fields.find((field) => field.name === name)?.value;
}

/** A field of one of Solidity's own types; undefined when there is none of that name. */
export function atomOf(struct: Struct, name: string): Atom['value'] | undefined {
  const value = fieldOf(struct, name);
  return value?.kind === 'atom' ? value.value : undefined;
}

/*
 * For structs whose type was recognised in full: a field that is not there then is a mistake of ours.
 */

export function numberOf(struct: Struct, name: string): bigint {
  const value = atomOf(struct, name);
  if (typeof value === 'bigint') return value;
  throw new Bug(`${struct.type}.${name} is no number`);
}

export function textOf(struct: Struct, name: string): string {
  const value = atomOf(struct, name);
  if (typeof value === 'string') return value;
  throw new Bug(`${struct.type}.${name} is no address or text`);
}

export function bytesOf(struct: Struct, name: string): Uint8Array {
  const value = atomOf(struct, name);
  if (value instanceof Uint8Array) return value;
  throw new Bug(`${struct.type}.${name} is no bytes`);
}

/** The structs in a field: one, or a list of them. */
export function structsOf(struct: Struct, name: string): readonly Struct[] {
  const value = fieldOf(struct, name);
  const items = value?.kind === 'array' ? value.items : [value];
  return items.map((item) => {
    if (item?.kind === 'struct') return item;
    throw new Bug(`${struct.type}.${name} is no struct`);
  });
}
