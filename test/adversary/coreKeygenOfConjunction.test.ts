import { expect, test } from 'vitest';
import { committedDocument } from './core/document.ts';
import { KEYGEN_OF_CONJUNCTION, PROTOCOLS } from './core/protocols.ts';
import { sectionOf } from './core/section.ts';

test('whatever one party of a conjunction corrupts, docs/adversary.md says how it ends', { timeout: 600_000 }, () => {
  expect(committedDocument()).toContain(sectionOf(KEYGEN_OF_CONJUNCTION));
});

test('docs/adversary.md has a section for every protocol of the matrix, and no other', () => {
  const headings = [...committedDocument().matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  expect(headings).toEqual(PROTOCOLS.map(({ title }) => title));
});
