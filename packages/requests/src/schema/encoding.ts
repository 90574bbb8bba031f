import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { bytes, type Codec, mapped } from '@quorate/tss-core';
import { base64 } from '@scure/base';

/** Lowercase hex without 0x. */
export const toHex: (value: Uint8Array) => string = bytesToHex;
/** Throws an Error unless the text is hex; give it only text that a schema has accepted. */
export const fromHex: (text: string) => Uint8Array = hexToBytes;
export const toBase64: (value: Uint8Array) => string = base64.encode;
/** Throws an Error unless the text is canonical base64; give it only text that a schema has accepted. */
export const fromBase64: (text: string) => Uint8Array = base64.decode;

/** Hex in memory and in JSON, `length` bytes on the wire. */
export function hexBytes(length: number): Codec<string> {
  return mapped(bytes(length), toHex, fromHex);
}
