import { expect, test } from 'vitest';
import { plain, styleFor } from '../output/style.ts';
import { duration } from './duration.ts';
import { printable } from './printable.ts';
import { facts, table } from './table.ts';

test('columns line up under their headings', () => {
  expect(
    table(
      ['NODE', 'STATE'],
      [
        ['node-1', 'up'],
        ['n', 'down'],
      ],
      plain,
    ),
  ).toBe('NODE    STATE\nnode-1  up\nn       down');
});

test('colour takes no room', () => {
  const style = styleFor(true);
  const [, first, second] = table(
    ['A', 'B'],
    [
      [style.good('up'), 'x'],
      ['down', 'x'],
    ],
    style,
  ).split('\n');
  expect(first).toBe(`${style.good('up')}    x`.replace('    ', '    '));
  expect(second).toBe('down  x');
});

test('facts of several lines are continued under themselves', () => {
  expect(
    facts(
      [
        ['key', 'a'],
        ['parties', 'one\ntwo'],
      ],
      plain,
    ),
  ).toBe('key      a\nparties  one\n         two');
});

test.each([
  [12, '12 ms'],
  [2140, '2.1 s'],
  [250_000, '4 min 10 s'],
  [11_100_000, '3 h 5 min'],
  [172_800_000, '2 d'],
])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

test('text from outside cannot move the cursor, recolour, reorder or hide', () => {
  expect(printable('a\u001b[2Jb')).toBe('a\\u{1b}[2Jb');
  expect(printable('pay \u202eecila')).toBe('pay \\u{202e}ecila');
  expect(printable('zero\u200bwidth')).toBe('zero\\u{200b}width');
  expect(printable('line\nbreak\ttab')).toBe('line\\nbreak\\ttab');
  expect(printable('Grüße, 東京, 5 €')).toBe('Grüße, 東京, 5 €');
});
