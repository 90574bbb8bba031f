import { expect, test } from 'vitest';
import { committed, FROST_DOCUMENT } from './core/document.ts';
import { KEYGEN } from './core/protocols.ts';
import { sectionOf } from './core/section.ts';

// Every run asserts that only the corrupt party is blamed, by evidence that convinces offline, and that no honest party
// ends with another key than the others; here, that the committed table says how each ended.

test('whatever one party of a keygen corrupts, docs/adversary.md says how it ends', { timeout: 600_000 }, () => {
  expect(committed(FROST_DOCUMENT)).toContain(sectionOf(KEYGEN));
});
