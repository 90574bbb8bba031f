import { utf8ToBytes } from '@noble/hashes/utils.js';
import { type Random, RequestRejected, wipe } from '@quorate/tss-core';
import type { PassphraseRecord } from '../store/records.ts';
import { checkNewPassphrase, DEFAULT_KDF_COST, deriveKek } from './deriveKek.ts';
import { openBlob, sealBlob } from './sealBlob.ts';

const SALT_BYTES = 16;
const VERIFIER_TEXT = utf8ToBytes('quorate: the passphrase is right');
const VERIFIER_AAD = utf8ToBytes('quorate/passphrase-verifier/1');

/** A passphrase's key, and the record to keep of it. */
export interface NewKek {
  readonly kek: Uint8Array;
  readonly record: PassphraseRecord;
}

/** At the first start of a node. The caller stores the record and wipes the key. */
export function createKek(
  passphrase: Uint8Array,
  random: Random,
  cost: { readonly memoryKiB: number; readonly passes: number; readonly parallelism: number } = DEFAULT_KDF_COST,
): NewKek {
  checkNewPassphrase(passphrase);
  const kdf = { algorithm: 'argon2id', salt: random(SALT_BYTES), ...cost } as const;
  const kek = deriveKek(passphrase, kdf);
  return { kek, record: { kdf, verifier: sealBlob(kek, VERIFIER_TEXT, VERIFIER_AAD, random) } };
}

/** At every later start. RequestRejected `wrong-passphrase` unless it is the passphrase of this store. */
export function unlockKek(passphrase: Uint8Array, record: PassphraseRecord): Uint8Array {
  const kek = deriveKek(passphrase, record.kdf);
  try {
    openBlob(kek, record.verifier, VERIFIER_AAD);
    return kek;
  } catch {
    wipe(kek);
    throw new RequestRejected(
      'wrong-passphrase',
      "the passphrase does not open this node's store",
      'give the passphrase that was used at the first start; nothing was changed',
    );
  }
}
