import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { RequestRejected } from '@quorate/tss-core';
import { bytes, type Codec, mapped } from '@quorate/tss-core/wire';
import { base64 } from '@scure/base';

/** Lowercase hex without 0x. */
export const toHex: (value: Uint8Array) => string = bytesToHex;
/** Throws an Error unless the text is hex; give it only text that a schema has accepted. */
export const fromHex: (text: string) => Uint8Array = hexToBytes;
export const toBase64: (value: Uint8Array) => string = base64.encode;

/** Throws RequestRejected `bad-base64` unless canonical: a schema sees the alphabet, not the unused bits at the end. */
export function fromBase64(text: string): Uint8Array {
  try {
    return base64.decode(text);
  } catch {
    throw new RequestRejected('bad-base64', 'the base64 is not canonical');
  }
}

/** Hex in memory and in JSON, `length` bytes on the wire. */
export function hexBytes(length: number): Codec<string> {
  return mapped(bytes(length), toHex, fromHex);
}
