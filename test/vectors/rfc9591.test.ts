import { ciphersuite } from '@quorate/tss-core';
import { describe } from 'vitest';
import { replayFrost } from './replayFrost.ts';

describe('RFC 9591 appendix E.1: FROST(Ed25519, SHA-512)', () => {
  const suite = ciphersuite('frost-ed25519');
  replayFrost('rfc9591/frost-ed25519-sha512.json', suite, suite.signingKey);
});
