import { decode as decodeCborValue, encode as encodeCborValue, rfc8949EncodeOptions } from 'cborg';
import { equalBytes } from '../bytes.ts';
import { problemOf } from './scan.ts';

/** What our wire format is made of: no maps, no floats, no tags, no negative integers. */
export type WireValue = number | string | boolean | null | Uint8Array | readonly WireValue[];

/** One schema for both directions: a typed value to a wire value, and an untrusted wire value to a typed one. */
export interface Codec<T> {
  encode(value: T): WireValue;
  /** Throws DecodeError; `at` is the path of the value inside the message, for the error. */
  decode(raw: unknown, at: string): T;
}

/** What a codec decodes to. */
export type Decoded<C> = C extends Codec<infer T> ? T : never;

/** Bytes that are not a valid message: says what was wrong and where. */
export class DecodeError extends Error {
  readonly at: string;
  constructor(at: string, problem: string) {
    super(`${at}: ${problem}`);
    this.name = 'DecodeError';
    this.at = at;
  }
}

/** Encodes as deterministic CBOR (RFC 8949 §4.2.1). The bytes are the caller's alone: the encoder's may be pooled. */
export function encodeCbor<T>(codec: Codec<T>, value: T): Uint8Array {
  return Uint8Array.from(encodeCborValue(codec.encode(value), rfc8949EncodeOptions));
}

/**
 * Decodes one whole message. Refuses more than `maxBytes` bytes, non-deterministic encodings (checked by encoding
 * again), trailing bytes and anything the codec does not know.
 */
export function decodeCbor<T>(codec: Codec<T>, bytes: Uint8Array, maxBytes: number, name = 'message'): T {
  if (bytes.length > maxBytes) throw new DecodeError(name, `${bytes.length} bytes, at most ${maxBytes} are accepted`);
  const value = codec.decode(parseStrict(bytes, name), name);
  if (!equalBytes(encodeCbor(codec, value), bytes)) throw new DecodeError(name, 'not in deterministic encoding');
  return value;
}

function parseStrict(bytes: Uint8Array, name: string): unknown {
  const problem = problemOf(bytes);
  if (problem) throw new DecodeError(name, problem);
  try {
    return decodeCborValue(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: false,
      useMaps: true,
      rejectDuplicateMapKeys: true,
    });
  } catch {
    throw new DecodeError(name, 'not valid CBOR');
  }
}

/** A byte string of exactly `length` bytes, or of `min` to `max` bytes. The decoded bytes are a copy of their own. */
export function bytes(size: number | { readonly min?: number; readonly max: number }): Codec<Uint8Array> {
  const min = typeof size === 'number' ? size : (size.min ?? 0);
  const max = typeof size === 'number' ? size : size.max;
  return {
    encode: (value) => value,
    decode(raw, at) {
      if (!(raw instanceof Uint8Array)) throw new DecodeError(at, 'expected a byte string');
      if (raw.length < min || raw.length > max) {
        throw new DecodeError(at, `expected ${min === max ? min : `${min} to ${max}`} bytes, got ${raw.length}`);
      }
      return Uint8Array.from(raw);
    },
  };
}

/** An unsigned integer of at most `max` (default 2^53 - 1). */
export function uint(max: number = Number.MAX_SAFE_INTEGER, min = 0): Codec<number> {
  return {
    encode: (value) => value,
    decode(raw, at) {
      if (typeof raw !== 'number' || !Number.isSafeInteger(raw)) throw new DecodeError(at, 'expected an integer');
      if (raw < min || raw > max) throw new DecodeError(at, `expected an integer from ${min} to ${max}, got ${raw}`);
      return raw;
    },
  };
}

/** Well-formed text of at most `max` UTF-16 code units, matching `pattern` where one is given. */
export function text(max: number, pattern?: RegExp): Codec<string> {
  return {
    encode: (value) => value,
    decode(raw, at) {
      if (typeof raw !== 'string') throw new DecodeError(at, 'expected text');
      if (raw.length > max) throw new DecodeError(at, `expected at most ${max} characters, got ${raw.length}`);
      if (!raw.isWellFormed()) throw new DecodeError(at, 'not well-formed Unicode');
      if (pattern && !pattern.test(raw)) throw new DecodeError(at, `does not match ${pattern.source}`);
      return raw;
    },
  };
}

/** True or false. */
export const bool: Codec<boolean> = {
  encode: (value) => value,
  decode(raw, at) {
    if (typeof raw !== 'boolean') throw new DecodeError(at, 'expected true or false');
    return raw;
  },
};

/** Exactly this value, for versions and tags. */
export function literal<const V extends string | number>(expected: V): Codec<V> {
  return {
    encode: (value) => value,
    decode(raw, at) {
      if (raw !== expected) throw new DecodeError(at, `expected ${JSON.stringify(expected)}`);
      return expected;
    },
  };
}

/** One of a few texts. */
export function choice<const V extends string>(...options: readonly V[]): Codec<V> {
  return {
    encode: (value) => value,
    decode(raw, at) {
      const found = options.find((option) => option === raw);
      if (found === undefined) throw new DecodeError(at, `expected one of ${options.join(', ')}`);
      return found;
    },
  };
}

/** A list of `min` to `max` items. */
export function list<T>(item: Codec<T>, size: { readonly min?: number; readonly max: number }): Codec<readonly T[]> {
  return {
    encode: (values) => values.map((value) => item.encode(value)),
    decode(raw, at) {
      if (!Array.isArray(raw)) throw new DecodeError(at, 'expected a list');
      const min = size.min ?? 0;
      if (raw.length < min || raw.length > size.max) {
        throw new DecodeError(at, `expected ${min} to ${size.max} items, got ${raw.length}`);
      }
      return raw.map((value: unknown, i) => item.decode(value, `${at}[${i}]`));
    },
  };
}

/** A value or nothing; nothing is CBOR null. */
export function nullable<T>(inner: Codec<T>): Codec<T | null> {
  return {
    encode: (value) => (value === null ? null : inner.encode(value)),
    decode: (raw, at) => (raw === null ? null : inner.decode(raw, at)),
  };
}

/** Named fields, on the wire a list in the order of declaration: no key can be missing, repeated or out of order. */
export function struct<T extends object>(fields: { readonly [K in keyof T]: Codec<T[K]> }): Codec<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  return {
    encode: (value) => names.map((name) => fields[name].encode(value[name])),
    decode(raw, at) {
      if (!Array.isArray(raw)) throw new DecodeError(at, 'expected a structure');
      if (raw.length !== names.length) throw new DecodeError(at, `expected ${names.length} fields, got ${raw.length}`);
      const entries = names.map((name, i) => [name, fields[name].decode(raw[i], `${at}.${name}`)]);
      return Object.fromEntries(entries) as T;
    },
  };
}

type VariantOf<M> = { [K in keyof M]: { readonly kind: K; readonly value: M[K] } }[keyof M];

/** One of several shapes, told apart by name: `{kind, value}`, on the wire `[kind, value]`. */
export function variant<M extends object>(options: { readonly [K in keyof M]: Codec<M[K]> }): Codec<VariantOf<M>> {
  const kinds = Object.keys(options) as (keyof M & string)[];
  return {
    encode: ({ kind, value }) => [String(kind), options[kind].encode(value)],
    decode(raw, at) {
      if (!Array.isArray(raw) || raw.length !== 2) throw new DecodeError(at, 'expected a kind and a value');
      const kind = kinds.find((known) => known === raw[0]);
      if (kind === undefined) throw new DecodeError(at, `expected one of ${kinds.join(', ')}`);
      return { kind, value: options[kind].decode(raw[1], `${at}.${kind}`) };
    },
  };
}

/** Maps a wire shape to a richer type. `parse` throws DecodeError-worthy problems as `Error` with a short message. */
export function mapped<W, T>(wire: Codec<W>, parse: (value: W) => T, format: (value: T) => W): Codec<T> {
  return {
    encode: (value) => wire.encode(format(value)),
    decode(raw, at) {
      const value = wire.decode(raw, at);
      try {
        return parse(value);
      } catch (problem) {
        throw new DecodeError(at, problem instanceof Error ? problem.message : 'invalid value');
      }
    },
  };
}
