import { RequestRejected } from '@quorate/tss-core';
import { type Codec, DecodeError, decodeCbor, encodeCbor } from '@quorate/tss-core/wire';

/** Decodes one untrusted message. Throws RequestRejected `code` that says what was wrong and where. */
export function decodeOrReject<T>(codec: Codec<T>, bytes: Uint8Array, maxBytes: number, name: string, code: string): T {
  try {
    return decodeCbor(codec, bytes, maxBytes, name);
  } catch (problem) {
    if (problem instanceof DecodeError) throw new RequestRejected(code, problem.message);
    throw problem;
  }
}

/** Encodes a value of our own, refusing what the other side would refuse. Throws RequestRejected `code`. */
export function encodeOrReject<T>(codec: Codec<T>, value: T, maxBytes: number, name: string, code: string): Uint8Array {
  const encoded = encodeCbor(codec, value);
  decodeOrReject(codec, encoded, maxBytes, name, code);
  return encoded;
}
