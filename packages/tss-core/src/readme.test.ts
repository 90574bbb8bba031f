import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { verified } from '../examples/sign.ts';

const PACKAGE = new URL('../', import.meta.url);
const page = readFileSync(new URL('README.md', PACKAGE), 'utf8');

test('the example signs', () => {
  expect(verified).toBe(true);
});

test('the page shows the example as it is run', () => {
  const [, shown] = /^```ts\n([\s\S]*?)^```$/m.exec(page) ?? [];
  expect(shown).toBe(readFileSync(new URL('examples/sign.ts', PACKAGE), 'utf8'));
});

describe('what the page points to is there:', () => {
  const links = [...page.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target = '']) => target);

  test('links', () => {
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((target) => !existsSync(new URL(target, PACKAGE)))).toEqual([]);
  });

  test('names', () => {
    const listed = new Set(readFileSync(new URL('exports.txt', PACKAGE), 'utf8').split(/\s+/));
    const table = page.slice(page.indexOf('## What there is'), page.indexOf('## Where to find'));
    const named = [...table.matchAll(/`(\w+)(\([^`]*)?`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((name) => !listed.has(name))).toEqual([]);
  });
});
