const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/;

/** Strict standard base64 with padding; white space around it is ignored. `undefined` if it is anything else. */
export function parseBase64(text: string): Uint8Array | undefined {
  const compact = text.replace(/[\r\n \t]/g, '');
  if (compact === '' || compact.length % 4 !== 0 || !ALPHABET.test(compact)) return undefined;
  const decoded = Buffer.from(compact, 'base64');
  // Buffer skips what it does not understand; encoding again shows whether it did.
  return decoded.toString('base64') === compact ? Uint8Array.from(decoded) : undefined;
}

/** Hex of either case; white space around it is ignored. */
export function parseHex(text: string): Uint8Array | undefined {
  const compact = text.replace(/[\r\n \t]/g, '');
  if (compact === '' || compact.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(compact)) return undefined;
  return Uint8Array.from(Buffer.from(compact, 'hex'));
}

/** The file as ASCII text (a UTF-8 byte order mark is dropped), or `undefined` if it holds anything else. */
export function asciiText(bytes: Uint8Array): string | undefined {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = marked ? bytes.subarray(3) : bytes;
  const isText = body.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09);
  return isText ? Buffer.from(body).toString('latin1') : undefined;
}
