import { expect, test } from 'vitest';
import { decodeUtf8, hasInvisible, printable, textOrHex } from './printable.ts';

test('ordinary text in any script stays as it is', () => {
  for (const text of ['plain', 'Grüße, 测试 — ñ', 'עברית', '❤️ 😄']) expect(printable(text)).toBe(text);
});

test.each([
  ['\u202e', '\\u{202e}'],
  ['\u2066', '\\u{2066}'],
  ['\u200b', '\\u{200b}'],
  ['\u200d', '\\u{200d}'],
  ['\ufeff', '\\u{feff}'],
  ['\u00a0', '\\u{a0}'],
  ['\u2028', '\\u{2028}'],
  ['\u3164', '\\u{3164}'],
  ['\u{e0041}', '\\u{e0041}'],
  ['\n', '\\u{a}'],
  ['\u001b', '\\u{1b}'],
])('%j becomes visible', (char, shown) => {
  expect(printable(`a${char}b`)).toBe(`a${shown}b`);
  expect(hasInvisible(char)).toBe(true);
});

test('bytes are shown as text only when a person would see all of it', () => {
  expect(textOrHex(Uint8Array.of(0x68, 0x69))).toBe('"hi"');
  expect(textOrHex(Uint8Array.of(0xff))).toBe('hex ff');
  expect(textOrHex(Uint8Array.of(0x61, 0x0a))).toBe('hex 610a');
  expect(textOrHex(new Uint8Array())).toBe('hex ');
});

test('UTF-8 is decoded strictly', () => {
  expect(decodeUtf8(Uint8Array.of(0xc3, 0xbc))).toBe('ü');
  expect(decodeUtf8(Uint8Array.of(0xc3))).toBeUndefined();
  expect(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeUndefined();
});
