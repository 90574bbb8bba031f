import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { type Codec, DecodeError, decodeCbor, encodeCbor } from '@quorate/tss-core/wire';

/** One decoder under test, with valid encodings to start from. */
export interface FuzzTarget {
  readonly name: string;
  /** Names of the exported decoders and codecs that it tries. */
  readonly covers: readonly string[];
  readonly samples: readonly Uint8Array[];
  /** Decodes, and encodes what came of it. Throws what it throws. */
  reencode(encoded: Uint8Array): Uint8Array;
}

export type Verdict = 'accepted' | 'refused';

/**
 * Whether a decoder took the bytes. Throws if it failed otherwise than by refusing them, or took bytes that are not the
 * encoding of what it made of them.
 */
export function verdictOf({ name, reencode }: FuzzTarget, encoded: Uint8Array): Verdict {
  let again: Uint8Array;
  try {
    again = reencode(encoded);
  } catch (problem) {
    if (problem instanceof DecodeError || problem instanceof RequestRejected) return 'refused';
    throw problem;
  }
  if (!equalBytes(again, encoded)) throw new Error(`${name} takes bytes that encode otherwise`);
  return 'accepted';
}

/** A target for a codec of deterministic CBOR. */
export function codecTarget<T>(
  name: string,
  covers: readonly string[],
  codec: Codec<T>,
  samples: readonly Uint8Array[],
): FuzzTarget {
  const reencode = (encoded: Uint8Array) => encodeCbor(codec, decodeCbor(codec, encoded, 4 << 20));
  return { name, covers, samples, reencode };
}

/** The same with values to encode. */
export function valueTarget<T>(
  name: string,
  covers: readonly string[],
  codec: Codec<T>,
  values: readonly T[],
): FuzzTarget {
  return codecTarget(
    name,
    covers,
    codec,
    values.map((value) => encodeCbor(codec, value)),
  );
}

/** A target for a pair of functions. */
export function functionTarget<T>(
  name: string,
  covers: readonly string[],
  decode: (encoded: Uint8Array) => T,
  encode: (value: T) => Uint8Array,
  samples: readonly Uint8Array[],
): FuzzTarget {
  return { name, covers, samples, reencode: (encoded) => encode(decode(encoded)) };
}
