import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentText } from './support/documentBlocks.ts';

const DOCS = new URL('../docs/', import.meta.url);
const page = documentText('docs/attacks.md');

interface Row {
  readonly attack: string;
  readonly file: string;
  readonly name: string;
}

/** A row of the tables: `| attack | … | … | [label](file): \`name of the test\` |`. */
function rows(): readonly Row[] {
  return [...page.matchAll(/^\| (\d+[ab]?) \| .*\| \[\w+\]\((\S+)\): `(.+)` \|$/gm)].map(
    ([, attack = '', file = '', name = '']) => ({ attack, file, name }),
  );
}

test('every row of the tables is read', () => {
  expect(rows().length).toBe(page.match(/^\| \d/gm)?.length);
});

test('every attack has a test, or is said to be not here yet', () => {
  const absent = page.slice(page.indexOf('## Not here yet')).match(/\b\d+\b/g) ?? [];
  const named = new Set([...rows().map(({ attack }) => Number.parseInt(attack, 10)), ...absent.map(Number)]);
  expect([...named].sort((a, b) => a - b)).toEqual(Array.from({ length: 43 }, (_, i) => i + 1));
});

describe('the test of attack', () => {
  test.each(rows())('$attack: $name', ({ file, name }) => {
    const path = new URL(file, DOCS);
    expect(existsSync(path), file).toBe(true);
    const titles = ["'", '"', '`'].map((quote) => quote + name + quote);
    const source = readFileSync(path, 'utf8');
    expect(titles.some((title) => source.includes(title))).toBe(true);
  });
});
