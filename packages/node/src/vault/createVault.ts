import { Bug, type Random, signReady, wipe } from '@quorate/tss-core';
import { bigintModExp, type EcdsaProfile, PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import { createKek, type Keystore, passphraseKeystore, unlockKek } from '../keystore/index.ts';
import type { PassphraseRecord } from '../store/records.ts';
import { decodable } from './decodable.ts';
import { EcdsaGroups } from './ecdsaGroups.ts';
import { fillStock, type Quiet } from './fillStock.ts';
import type { Keeper } from './heavy/keeper.ts';
import { keepBatch } from './keepBatch.ts';
import { keepPresignature } from './keepPresignature.ts';
import { NonceBook } from './nonceBook.ts';
import { openKeygen } from './openKeygen.ts';
import { openPresigned } from './openPresigned.ts';
import { openSigning } from './openSigning.ts';
import { PresignatureBook } from './presignatureBook.ts';
import { ReadyBook } from './readyBook.ts';
import type { VaultSecrets } from './secrets.ts';
import { wipeSetAside } from './setAside.ts';
import { activateShare, proveStored } from './storedShares.ts';
import type { KeyVault, Params } from './vault.ts';
import { VaultSessions } from './vaultSessions.ts';

export interface OpenVault extends KeyVault {
  /** For the heavy thread alone. */
  readonly keeper: Keeper;
}

/**
 * The vault as it lives in its thread. The passphrase and the identity secret given to `init` become its own.
 * @param quiet resolves when nothing more urgent waits: what is done in advance goes on then
 * @param profile the lengths of threshold ECDSA
 */
export function createVault(
  random: Random,
  quiet: Quiet = async () => undefined,
  profile: EcdsaProfile = PROFILE_3072,
): OpenVault {
  const readies = new ReadyBook();
  const nonces = new NonceBook();
  const presignatures = new PresignatureBook();
  const groups = new EcdsaGroups({ modExp: bigintModExp, profile });
  const sessions = new VaultSessions();
  let unlocked: VaultSecrets | undefined;
  const secrets = () => {
    if (!unlocked) throw new Bug('the vault was used before its initialisation or after its end');
    return unlocked;
  };

  const consumeReady: Keeper['consumeReady'] = async ({ ready, purpose, now }) => {
    wipeSetAside(readies.consume(ready, purpose, now));
    return {};
  };

  const keeper: Keeper = {
    async introduce() {
      const { node, cluster, identitySecret } = secrets();
      return { node, cluster, identitySecret };
    },
    consumeReady,
    async keepPresignature(params) {
      secrets(); // a vault that is closed keeps nothing
      keepPresignature(params, presignatures);
      return {};
    },
    async seal({ plaintext, aad }) {
      return { sealed: await secrets().keystore.seal(plaintext, aad) };
    },
    async open({ sealed, aad }) {
      return { plaintext: await secrets().keystore.open(sealed, aad) };
    },
  };

  return {
    keeper,
    async init(params) {
      if (unlocked) throw new Bug('the vault is initialised once');
      const { keystore, record } = unlock(params, random);
      unlocked = { node: params.node, cluster: params.cluster, identitySecret: params.identitySecret, keystore };
      return record ? { record } : {};
    },
    async drawReady({ now, expiresAt, reserve = 0, signers, attested, ...purpose }) {
      const { cluster, identitySecret } = secrets();
      const nonce = attested?.nonce ?? random(32);
      const attestation = attested?.attestation ?? null;
      const { key } = purpose;
      const setAside = signers ? presignatures.reserve(key, signers) : nonces.reserve(key, reserve);
      readies.remember(nonce, purpose, now, expiresAt, setAside);
      const reservation = setAside?.reservation ?? null;
      return signReady({ cluster, nonce, ...purpose, reservation, attestation }, identitySecret);
    },
    consumeReady,
    async openSigning(params) {
      const { id, session } = await decodable(() =>
        openSigning(params, { secrets: secrets(), readies, nonces, random }),
      );
      return sessions.open(id, session);
    },
    async openPresigned(params) {
      const { id, session } = await decodable(() => openPresigned(params, secrets(), readies, groups));
      return sessions.open(id, session);
    },
    async presignatureLevels() {
      return { levels: presignatures.levels() };
    },
    async passPresignature({ key, presignature }) {
      presignatures.dropThrough(key, presignature);
      return {};
    },
    async dropPresignatures({ key, party }) {
      if (party === undefined) presignatures.drop(key);
      else presignatures.dropWith(key, party);
      return {};
    },
    fillStock: (params) => decodable(() => fillStock(params, secrets, nonces, random, quiet)),
    keepBatch: (params) => decodable(() => keepBatch(params, secrets(), nonces, quiet)),
    async dropStock({ key }) {
      nonces.drop(key);
      return {};
    },
    async openKeygen(params) {
      const { id, session } = await decodable(() => openKeygen(params, secrets(), readies, random));
      return sessions.open(id, session);
    },
    ...sessions.calls,
    activateShare: (params) => decodable(() => activateShare(params, secrets())),
    proveStored: (params) => decodable(() => proveStored(params, secrets(), random)),
    async close() {
      sessions.abortAll();
      readies.clear();
      nonces.clear();
      presignatures.clear();
      unlocked?.keystore.close();
      if (unlocked) wipe(unlocked.identitySecret);
      unlocked = undefined;
      return {};
    },
  };
}

interface Unlocked {
  readonly keystore: Keystore;
  /** Of a new passphrase. */
  readonly record?: PassphraseRecord;
}

function unlock({ passphrase, record }: Params<'init'>, random: Random): Unlocked {
  if (!passphrase) return { keystore: noKeystore };
  try {
    if (record) return { keystore: passphraseKeystore(unlockKek(passphrase, record), random) };
    const created = createKek(passphrase, random);
    return { keystore: passphraseKeystore(created.kek, random), record: created.record };
  } finally {
    wipe(passphrase);
  }
}

/** Of a node whose shares are sealed by a module: cells open them, this thread never. */
const noKeystore: Keystore = {
  async seal() {
    throw new Bug('the vault was to seal without a keystore');
  },
  async open() {
    throw new Bug('the vault was to open a share without a keystore');
  },
  close: () => undefined,
};
