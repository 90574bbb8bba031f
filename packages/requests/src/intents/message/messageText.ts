import { utf8ToBytes } from '@noble/hashes/utils.js';
import { RequestRejected } from '@quorate/tss-core';
import { MAX_TEXT_BYTES } from '../intent.ts';
import type { Description, DescriptionLine } from '../prepared.ts';
import { hasInvisible, printable } from '../printable.ts';

/** Control characters other than newline and tab, and code points that are no characters. */
const FORBIDDEN = /(?![\n\t])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

/** Checks a text and returns its UTF-8 bytes. Throws RequestRejected. */
export function messageBytes(text: string): Uint8Array {
  if (text === '') throw new RequestRejected('empty-message', 'The message is empty.');
  if (!text.isWellFormed()) throw invalidCharacter('a lone surrogate, which is not Unicode text');
  const forbidden = FORBIDDEN.exec(text)?.[0];
  if (forbidden !== undefined) throw invalidCharacter(`the character ${codePoint(forbidden)}`);
  const bytes = utf8ToBytes(text);
  if (bytes.length <= MAX_TEXT_BYTES) return bytes;
  throw new RequestRejected(
    'too-large',
    `The message has ${bytes.length} bytes; at most ${MAX_TEXT_BYTES} are signed.`,
  );
}

/** The text line by line, every invisible character visible, so that no line can pose as one of ours. */
export function describeMessage(text: string, title: string, facts: readonly DescriptionLine[]): Description {
  const lines = text.split('\n');
  const shown = lines.map((line, i) => ({
    label: lines.length === 1 ? 'Text' : `Text, line ${i + 1}`,
    value: printable(line),
  }));
  const warnings = lines.some((line) => hasInvisible(line))
    ? ['The text contains invisible or direction-changing characters, shown here as \\u{…}: read it with care.']
    : [];
  return { title, lines: [...shown, ...facts], warnings };
}

function invalidCharacter(what: string): RequestRejected {
  return new RequestRejected(
    'invalid-message',
    `The message contains ${what}; only text, newlines and tabs are signed.`,
    'Remove it; line ends are written as \\n alone.',
  );
}

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
