import { ciphersuite, untweakedSigningKey } from '@quorate/tss-core';
import { describe } from 'vitest';
import { replayFrost } from './replayFrost.ts';

describe('ZF FROST, Ed25519', () => {
  const suite = ciphersuite('frost-ed25519');
  replayFrost('zf-frost/ed25519/vectors.json', suite, suite.signingKey);
});

describe('ZF FROST, secp256k1-tr, whose signing vectors have no taproot tweak', () => {
  replayFrost('zf-frost/secp256k1-tr/vectors.json', ciphersuite('frost-secp256k1-tr'), untweakedSigningKey);
});
