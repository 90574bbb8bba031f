import { type KeyShare, RequestRejected, wipeShare } from '@quorate/tss-core';
import { type AuxSecrets, wipeAuxSecrets } from '@quorate/tss-core/ecdsa';
import type { EcdsaKeyFacts } from '../ecdsaSession.ts';
import { openShare } from '../shares.ts';
import type { HeavyTools } from './heavySecrets.ts';
import type { HeavyParams } from './heavyVault.ts';
import { ownAuxParty } from './openAux.ts';
import { openAuxSecrets } from './sealedAux.ts';

type Sealed = Pick<HeavyParams<'openEcdsaSigning'>, 'sealed' | 'aux'>;

/** What presigning takes, opened for one session. */
export interface OpenedSecrets {
  readonly share: KeyShare;
  readonly aux: AuxSecrets;
  wipe(): void;
}

/** Opens them for `use`, whose result wipes them at its end; they are wiped here if it throws. */
export async function withSecrets<T>(
  facts: EcdsaKeyFacts,
  params: Sealed,
  tools: HeavyTools,
  use: (opened: OpenedSecrets) => T,
): Promise<T> {
  const opened = await openSecrets(facts, params, tools);
  try {
    return use(opened);
  } catch (problem) {
    opened.wipe();
    throw problem;
  }
}

/** Opens the share of a key and the secrets of an aux generation, as this node's store has them. The caller wipes both. */
async function openSecrets(
  { certificate, aux, self }: EcdsaKeyFacts,
  params: Sealed,
  { secrets, engine }: HeavyTools,
): Promise<OpenedSecrets> {
  const share = await openShare(secrets, certificate, params.sealed, 'share');
  try {
    const auxParty = ownAuxParty(aux.statement, secrets.node);
    const opened = await openAuxSecrets(secrets, engine, aux.statement, auxParty, params.aux.sealed, 'aux');
    const wipe = () => {
      wipeShare(share);
      wipeAuxSecrets(opened);
    };
    if (auxParty === self) return { share, aux: opened, wipe };
    wipe();
    throw new RequestRejected('wrong-key', 'this node has another seat in the aux generation than in the key');
  } catch (problem) {
    wipeShare(share);
    throw problem;
  }
}
