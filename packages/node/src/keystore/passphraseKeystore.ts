import { Bug, type Random, wipe } from '@quorate/tss-core';
import type { Keystore } from './keystore.ts';
import { openBlob, sealBlob } from './sealBlob.ts';

/** Takes over the key-encryption key: `close` wipes it. */
export function passphraseKeystore(kek: Uint8Array, random: Random): Keystore {
  let closed = false;
  const guard = () => {
    if (closed) throw new Bug('a closed keystore was used');
  };
  return {
    async seal(plaintext, aad) {
      guard();
      return sealBlob(kek, plaintext, aad, random);
    },
    async open(sealed, aad) {
      guard();
      return openBlob(kek, sealed, aad);
    },
    close() {
      closed = true;
      wipe(kek);
    },
  };
}
