import { expect, test } from 'vitest';
import { committed, FROST_DOCUMENT } from './core/document.ts';
import { PREPARED_SIGNING, SIGNING, SIGNING_OF_CONJUNCTION } from './core/protocols.ts';
import { sectionOf } from './core/section.ts';

// Every run asserts that only the corrupt signer is blamed, by evidence that convinces offline, and that whatever an
// honest signer ends with verifies; here, that the committed table says how each ended.

test.each([SIGNING, SIGNING_OF_CONJUNCTION, PREPARED_SIGNING])(
  '$title: whatever one signer corrupts, docs/adversary.md says how it ends',
  { timeout: 600_000 },
  (protocol) => {
    expect(committed(FROST_DOCUMENT)).toContain(sectionOf(protocol));
  },
);
