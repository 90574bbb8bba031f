import { expect, test } from 'vitest';
import { committed, ECDSA_DOCUMENT } from './core/document.ts';
import { AUX, FAILED_CHI, FAILED_NONCE, FALSE_PRODUCT_OF_GAMMA, FALSE_PRODUCT_OF_X } from './core/ecdsaProtocols.ts';
import { sectionOf } from './core/section.ts';

// As in coreKeygen.test.ts: every run asserts what no run may end with, and here that the table says how it ended.

test.each([AUX, FAILED_NONCE, FAILED_CHI, FALSE_PRODUCT_OF_GAMMA, FALSE_PRODUCT_OF_X])(
  '$title: whatever one party corrupts, docs/ecdsa-adversary.md says how it ends',
  { timeout: 600_000 },
  (protocol) => {
    expect(committed(ECDSA_DOCUMENT)).toContain(sectionOf(protocol));
  },
);
