import { wipe } from '@quorate/tss-core';
import { badConfig, readSecretBytes } from './readFiles.ts';

const DIGITS = 64;

/**
 * Reads a file of one 32-byte secret in hex, mode 0600 or stricter. RequestRejected `bad-config` otherwise.
 * @returns secret bytes; the caller wipes them
 */
export function readKeyFile(path: string, what = 'the key file'): Uint8Array {
  const content = readSecretBytes(path, what);
  try {
    return decodeHex(withoutLineBreak(content), path, what);
  } finally {
    wipe(content);
  }
}

/** Byte by byte, so that no string of the secret stays behind in memory. */
function decodeHex(digits: Uint8Array, path: string, what: string): Uint8Array {
  if (digits.length !== DIGITS) {
    const problem = digits.length < DIGITS ? ': it may be truncated' : '';
    throw badConfig(
      `${what} ${path} must hold ${DIGITS} hex digits, it holds ${digits.length} characters${problem}`,
      'restore it from a good copy',
    );
  }
  const values = digits.map(hexDigit);
  const wrong = values.indexOf(INVALID);
  if (wrong >= 0) throw badConfig(`${what} ${path} must hold hex digits only, character ${wrong + 1} is none`);
  const secret = new Uint8Array(DIGITS / 2).map((_, i) => (values[2 * i] ?? 0) * 16 + (values[2 * i + 1] ?? 0));
  wipe(values);
  return secret;
}

const INVALID = 255;

/** 0-9, a-f and A-F in ASCII. */
function hexDigit(character: number): number {
  if (character >= 0x30 && character <= 0x39) return character - 0x30;
  const letter = character | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : INVALID;
}

/** A view without one trailing line break, as editors and `echo` leave it. */
export function withoutLineBreak(content: Uint8Array): Uint8Array {
  const end = content.at(-1) === 0x0a ? (content.at(-2) === 0x0d ? -2 : -1) : content.length;
  return content.subarray(0, end);
}
