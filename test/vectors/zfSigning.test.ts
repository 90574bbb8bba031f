import { ciphersuite } from '@quorate/tss-core';
import { untweakedSigningKey } from '@quorate/tss-core/frost';
import { describe } from 'vitest';
import { replayFrost } from './replayFrost.ts';
import { ZF_FOLDERS } from './support.ts';

describe.each(ZF_FOLDERS)('ZF FROST, %s', (scheme, folder) => {
  const suite = ciphersuite(scheme);
  // The signing vectors of ZF's taproot suite have no taproot tweak.
  const keyOf = scheme === 'frost-secp256k1-tr' ? untweakedSigningKey : suite.signingKey;
  replayFrost(`zf-frost/${folder}/vectors.json`, suite, keyOf);
});
