import { equalBytes } from '@quorate/tss-core';
import { CKK, CKO } from './cryptoki/constants.ts';
import { ModuleFault } from './cryptoki/moduleFault.ts';
import type { NativeModule } from './cryptoki/nativeModule.ts';
import { destroyObject, generateAesKey } from './cryptoki/objects.ts';
import { decryptGcm, encryptGcm, GCM_IV_BYTES, GCM_TAG_BYTES } from './cryptoki/operations.ts';

/**
 * Whose initialisation vector a module uses: `ours` as given; `written`: its own, written where ours was (CloudHSM,
 * nShield in FIPS mode); `appended`: its own, at the end of the ciphertext (Luna in FIPS mode).
 */
export type IvHabit = 'ours' | 'written' | 'appended';

const SAMPLE = new Uint8Array(32).fill(0x51);
const NO_AAD = new Uint8Array();
const MAX_IV_BYTES = 16;

/** A module's own vector, taken from what it answered; undefined when it used ours or none. */
export function ownVector(
  iv: Uint8Array,
  answer: Uint8Array,
  plaintextBytes: number,
): { readonly habit: 'written' | 'appended'; readonly iv: Uint8Array; readonly ciphertext: Uint8Array } | undefined {
  const expected = plaintextBytes + GCM_TAG_BYTES;
  const extra = answer.length - expected;
  if (extra >= GCM_IV_BYTES && extra <= MAX_IV_BYTES) {
    return { habit: 'appended', iv: answer.slice(expected), ciphertext: answer.slice(0, expected) };
  }
  if (extra === 0 && iv.some((byte) => byte !== 0)) return { habit: 'written', iv: iv.slice(), ciphertext: answer };
  return undefined;
}

/**
 * Tries it out with a key of its own that never leaves the session: what a module does with a vector of zeros. Undefined
 * when nothing it gives can be opened again.
 */
export async function findIvHabit(module: NativeModule, session: number): Promise<IvHabit | undefined> {
  const key = await generateAesKey(module, session, [
    ['CLASS', CKO.SECRET_KEY],
    ['KEY_TYPE', CKK.AES],
    ['VALUE_LEN', 32],
    ['TOKEN', false],
    ['ENCRYPT', true],
    ['DECRYPT', true],
  ]);
  try {
    for (const length of [GCM_IV_BYTES, 0]) {
      const found = await tryVector(module, session, key, new Uint8Array(length));
      if (found) return found;
    }
    return undefined;
  } finally {
    await destroyObject(module, session, key);
  }
}

async function tryVector(
  module: NativeModule,
  session: number,
  key: number,
  iv: Uint8Array,
): Promise<IvHabit | undefined> {
  try {
    const answer = await encryptGcm(module, session, key, { iv, aad: NO_AAD, plaintext: SAMPLE });
    const own = ownVector(iv, answer, SAMPLE.length);
    const sealed = own ?? { habit: 'ours' as const, iv, ciphertext: answer };
    const opened = await decryptGcm(module, session, key, { ...sealed, aad: NO_AAD });
    return equalBytes(opened, SAMPLE) ? sealed.habit : undefined;
  } catch (problem) {
    if (problem instanceof ModuleFault) return undefined;
    throw problem;
  }
}
