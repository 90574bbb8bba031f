import { hex, utf8 } from '@scure/base';

/** Whatever draws nothing, draws a space of odd width, or changes the direction or order of what is drawn. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;
/** Emoji presentation selectors: they only choose between two drawings of the character before them. */
const HARMLESS = /[\ufe0e\ufe0f]/u;

/**
 * Makes a text safe to show on one line: invisible and control characters, bidirectional overrides and zero-width
 * characters become visible escapes such as `\u{202e}`. A person then sees what the bytes say (Trojan Source,
 * CVE-2021-42574).
 */
export function printable(text: string): string {
  return text.replace(INVISIBLE, (char) => (HARMLESS.test(char) ? char : escaped(char)));
}

/** Whether `printable` would change the text. */
export function hasInvisible(text: string): boolean {
  return printable(text) !== text;
}

function escaped(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Text for bytes that are printable UTF-8, else hex. */
export function textOrHex(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  return text === undefined || hasInvisible(text) || text === '' ? `hex ${hex.encode(bytes)}` : `"${text}"`;
}

/** Strict UTF-8; undefined when the bytes are not. A byte order mark is kept, as a character. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.encode(bytes);
  } catch {
    return undefined;
  }
}
