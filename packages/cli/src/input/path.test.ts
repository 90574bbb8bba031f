import { expect, test } from 'vitest';
import { parsePath, pathText } from './path.ts';

test.each([
  ['m', []],
  ['m/0/7', [0, 7]],
  ['0/2147483647', [0, 2147483647]],
])('%s is a path', (text, path) => {
  expect(parsePath(text)).toEqual(path);
  expect(parsePath(pathText(path))).toEqual(path);
});

test.each([
  ["m/86'/0", /hardened level 86'/],
  ['m/0h', /hardened level 0h/],
  ['', /is not a path/],
  ['m//1', /is not a path/],
  ['m/x', /is not a path/],
  ['m0/7', /is not a path/],
  ['m/', /is not a path/],
  ['m/0/07', /is not a path/],
  ['m/-1', /is not a path/],
  ['m/2147483648', /is not a path/],
  [`m${'/0'.repeat(17)}`, /17 levels/],
])('%s is refused in a sentence', (text, sentence) => {
  expect(() => parsePath(text)).toThrow(sentence);
});
