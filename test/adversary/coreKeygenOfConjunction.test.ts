import { expect, test } from 'vitest';
import { committed, FROST_DOCUMENT } from './core/document.ts';
import { KEYGEN_OF_CONJUNCTION, PROTOCOLS } from './core/protocols.ts';
import { sectionOf } from './core/section.ts';

test('whatever one party of a conjunction corrupts, docs/adversary.md says how it ends', { timeout: 600_000 }, () => {
  expect(committed(FROST_DOCUMENT)).toContain(sectionOf(KEYGEN_OF_CONJUNCTION));
});

test('docs/adversary.md has a section for every protocol of the matrix, and no other', () => {
  const headings = [...committed(FROST_DOCUMENT).matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  expect(headings).toEqual(PROTOCOLS.map(({ title }) => title));
});
