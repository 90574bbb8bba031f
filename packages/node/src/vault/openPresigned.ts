import { RequestRejected } from '@quorate/tss-core';
import { ecdsaSignPrepared } from '@quorate/tss-core/ecdsa';
import type { EcdsaGroups } from './ecdsaGroups.ts';
import { checkFacts, decodeSigningFacts, type EcdsaSigning, ecdsaSession, tweakOf } from './ecdsaSession.ts';
import { ownSigningReady } from './openSigning.ts';
import type { Readies } from './readyBook.ts';
import type { VaultSecrets } from './secrets.ts';
import { wipeSetAside } from './setAside.ts';
import type { Params } from './vault.ts';

/**
 * Opens a session of one round with the presignature that was set aside under this node's own ready. It needs no share
 * and no arithmetic modulo N, so it has no part in the heavy thread. The presignature is used up by this call.
 */
export function openPresigned(
  params: Params<'openPresigned'>,
  secrets: VaultSecrets,
  readies: Readies,
  groups: EcdsaGroups,
): EcdsaSigning {
  const facts = decodeSigningFacts(params, secrets.node);
  const { ready, purpose } = ownSigningReady(facts.descriptor, facts.self);
  const setAside = readies.consume(ready, purpose, params.now);
  try {
    if (setAside?.kind !== 'presignature') {
      throw new RequestRejected('unsupported-session', 'this node has set no presignature aside for the session');
    }
    checkFacts(facts, secrets);
    const { presignature } = setAside;
    const group = groups.of(facts);
    const protocol = ecdsaSignPrepared(group, presignature, facts.descriptor, tweakOf(facts, group));
    return ecdsaSession(facts, protocol, secrets, presignature.certificate, () => undefined);
  } finally {
    wipeSetAside(setAside); // the protocol has taken what it needs
  }
}
