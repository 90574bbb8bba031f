import { RequestRejected } from '@quorate/tss-core';
import { parseAtom } from './parseAtom.ts';
import type { TypeTable } from './typedDataSchema.ts';

/** A value together with its type. */
export type TypedValue = Atom | TypedArray | Struct;

/** A value of a type that Solidity itself has. */
export interface Atom {
  readonly kind: 'atom';
  readonly type: string;
  /** Numbers as bigint; addresses, by EIP-55, and texts as string. */
  readonly value: bigint | string | boolean | Uint8Array;
}

export interface TypedArray {
  readonly kind: 'array';
  readonly items: readonly TypedValue[];
}

export interface Struct {
  readonly kind: 'struct';
  readonly type: string;
  readonly fields: readonly StructField[];
}

export interface StructField {
  readonly name: string;
  readonly value: TypedValue;
}

/** Bounds the work, and the length of what a person must read. */
const MAX_VALUES = 1024;
const MAX_DEPTH = 16;

/**
 * Reads JSON as a struct of the given type: every field must be there, and none else. Throws RequestRejected
 * `bad-typed-data`, which names the place, and `too-complex`.
 */
export function readStruct(types: TypeTable, type: string, json: unknown, at: string): Struct {
  const reader = new Reader(types);
  return reader.struct(type, json, at, 0);
}

class Reader {
  readonly #types: TypeTable;
  #values = 0;

  constructor(types: TypeTable) {
    this.#types = types;
  }

  struct(type: string, json: unknown, at: string, depth: number): Struct {
    const members = Object.hasOwn(this.#types, type) ? this.#types[type] : undefined;
    if (members === undefined) throw badTypedData(at, `there is no type ${type}`);
    if (!isObject(json)) throw badTypedData(at, `expected a ${type}, which is an object`);
    const names = new Set(members.map(({ name }) => name));
    if (names.size < members.length) throw badTypedData(`types.${type}`, 'a field is named twice');
    const stranger = Object.keys(json).find((key) => !names.has(key));
    if (stranger !== undefined) throw badTypedData(at, `unknown field ${JSON.stringify(stranger)}`);
    const fields = members.map(({ name, type: fieldType }) => {
      if (!Object.hasOwn(json, name)) throw badTypedData(`${at}.${name}`, 'missing');
      return { name, value: this.#value(fieldType, json[name], `${at}.${name}`, depth + 1) };
    });
    return { kind: 'struct', type, fields };
  }

  #value(type: string, json: unknown, at: string, depth: number): TypedValue {
    this.#values += 1;
    if (this.#values > MAX_VALUES || depth > MAX_DEPTH) throw tooComplex();
    const [, item, length] = /^(.*)\[([0-9]*)\]$/.exec(type) ?? [];
    if (item !== undefined) return this.#array(item, length, json, at, depth);
    const value = parseAtom(type, json, at);
    return value === undefined ? this.struct(type, json, at, depth) : { kind: 'atom', type, value };
  }

  #array(item: string, length: string | undefined, json: unknown, at: string, depth: number): TypedArray {
    if (!Array.isArray(json)) throw badTypedData(at, 'expected a list');
    if (length !== '' && String(json.length) !== length) throw badTypedData(at, `expected a list of ${length}`);
    return { kind: 'array', items: json.map((one, i) => this.#value(item, one, `${at}[${i}]`, depth + 1)) };
  }
}

export function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function tooComplex(): RequestRejected {
  const most = `${MAX_VALUES} values, nested ${MAX_DEPTH} deep`;
  return new RequestRejected('too-complex', `Typed data of more than ${most}, is not signed.`);
}

/** One sentence that names the place: `message.to.wallet: expected an address`. */
export function badTypedData(at: string, problem: string): RequestRejected {
  return new RequestRejected('bad-typed-data', `The typed data is not valid: ${at}: ${problem}.`);
}
