import { ciphersuite, type SchemeId } from '@quorate/tss-core';
import { describe } from 'vitest';
import { replayFrost } from './replayFrost.ts';

const appendix: readonly (readonly [section: string, SchemeId, file: string])[] = [
  ['E.1: FROST(Ed25519, SHA-512)', 'frost-ed25519', 'frost-ed25519-sha512'],
  ['E.2: FROST(Ed448, SHAKE256)', 'frost-ed448', 'frost-ed448-shake256'],
  ['E.3: FROST(ristretto255, SHA-512)', 'frost-ristretto255', 'frost-ristretto255-sha512'],
  ['E.4: FROST(P-256, SHA-256)', 'frost-p256', 'frost-p256-sha256'],
  ['E.5: FROST(secp256k1, SHA-256)', 'frost-secp256k1', 'frost-secp256k1-sha256'],
];

describe.each(appendix)('RFC 9591 appendix %s', (_, scheme, file) => {
  const suite = ciphersuite(scheme);
  replayFrost(`rfc9591/${file}.json`, suite, suite.signingKey);
});
