import type { PartyIndex } from '@quorate/tss-core';
import {
  type AuxCertificate,
  auxInfo,
  decodeAuxSecrets,
  type EcdsaParty,
  ecdsaSign,
  encodeAuxSecrets,
  type ModExp,
  PROFILE_3072,
  type Presignature,
  presign,
  wipeAuxSecrets,
} from '@quorate/tss-core/ecdsa';
import { auxSecretsOfNode, FULL_SETTING, identitiesOf, identitySecretOf, structureOf } from '@quorate/tss-core/testing';
import { random } from '../peers/quorate.ts';
import { lockstep, type Runner } from '../support/lockstep.ts';
import { preparedSigners, twoSigners } from './twoSigners.ts';

const ZEROS = new Uint8Array(32);

/** One party's milliseconds of presigning among two, both with their own secrets. */
export function presigning(modExp: ModExp): () => number {
  const parties = twoSigners(PROFILE_3072, modExp);
  return () => ofOne(presignRunners(parties));
}

/** The same, of who has prepared its randomizers. */
export function preparedPresigning(modExp: ModExp): () => number {
  const { parties, prepare } = preparedSigners(PROFILE_3072, modExp);
  return () => {
    prepare();
    return ofOne(presignRunners(parties));
  };
}

/** As nodes do: each opens its aux secrets for it, and wipes them after. */
export function openedPresigning(modExp: ModExp): () => number {
  const parties = twoSigners(PROFILE_3072, modExp);
  const stored = parties.map(({ secrets }) => encodeAuxSecrets(secrets));
  return () => {
    const started = performance.now();
    const opened = stored.map((secrets) => decodeAuxSecrets({ modExp }, secrets));
    const opening = (performance.now() - started) / opened.length;
    try {
      const runners = presignRunners(parties.map((party, i) => ({ ...party, secrets: opened[i] ?? party.secrets })));
      return opening + ofOne(runners);
    } finally {
      for (const secrets of opened) wipeAuxSecrets(secrets);
    }
  };
}

/** One party's milliseconds of signing with a presignature. */
export function onlineSigning(modExp: ModExp): { before(): void; run(): number } {
  let ready: readonly Runner<Uint8Array>[] = [];
  return {
    before() {
      ready = onlineRunners(modExp);
    },
    run: () => ofOne(ready),
  };
}

/** Two signers with a presignature. */
export function onlineRunners(modExp: ModExp): readonly Runner<Uint8Array>[] {
  const parties = twoSigners(PROFILE_3072, modExp);
  const request = { session: ZEROS, index: 0, message: new Uint8Array(32).fill(7), tweak: 0n };
  const made = lockstep(presignRunners(parties));
  return parties.flatMap(({ group, share: { party: index } }) => {
    const timed = made.get(index);
    return timed ? [{ index, protocol: ecdsaSign(group, timed.result, request) }] : [];
  });
}

export function presignRunners(parties: readonly EcdsaParty[]): readonly Runner<Presignature>[] {
  return parties.map((party) => ({ index: party.share.party, protocol: presign(party, random) }));
}

/** One party's milliseconds of an aux ceremony of three, whose primes are drawn. */
export function auxCeremony(modExp: ModExp): () => number {
  return () => ofOne(auxRunners(modExp));
}

/** The parties of an aux ceremony of three. */
export function auxRunners(modExp: ModExp): readonly Runner<AuxCertificate>[] {
  const setting = { ...FULL_SETTING, modExp };
  const structure = structureOf('ecdsa-secp256k1', [2, [1, 2, 3]]);
  const { parties } = structure;
  const context = { header: { cluster: ZEROS, key: ZEROS, epoch: 1, session: ZEROS }, orderHash: ZEROS, parties };
  const identities = identitiesOf(structure);
  const partyAt = (self: PartyIndex) => {
    const secrets = auxSecretsOfNode(self, setting);
    return { ...context, setting, self, secrets, identities, identitySecret: identitySecretOf(self) };
  };
  return parties.map(({ index }) => ({ index, protocol: auxInfo(partyAt(index), random) }));
}

/** What the protocol costs each, of which any has the same to do. */
function ofOne<R>(runners: readonly Runner<R>[]): number {
  const spent = [...lockstep(runners).values()].map(({ milliseconds }) => milliseconds);
  return spent.reduce((sum, milliseconds) => sum + milliseconds, 0) / spent.length;
}
