import { isPrepared, RequestRejected, signingSessionId } from '@quorate/tss-core';
import { ecdsaGroup, ecdsaSignInteractively } from '@quorate/tss-core/ecdsa';
import {
  checkFacts,
  decodeSigningFacts,
  type EcdsaSigning,
  ecdsaSession,
  identitiesOfSigners,
  type SigningFacts,
  tweakOf,
} from '../ecdsaSession.ts';
import { ownSigningReady } from '../openSigning.ts';
import type { HeavyTools } from './heavySecrets.ts';
import type { HeavyParams } from './heavyVault.ts';
import { type OpenedSecrets, withSecrets } from './withSecrets.ts';

/**
 * Opens the share and the aux secrets for one session that presigns and signs one message. The network thread has
 * compared every field with the desk's request; here it takes this node's own unused r_i for this request, and the key
 * and generation that the secrets belong to.
 */
export async function openEcdsaSigning(
  params: HeavyParams<'openEcdsaSigning'>,
  tools: HeavyTools,
): Promise<EcdsaSigning & { readonly facts: SigningFacts }> {
  const { secrets, keeper } = tools;
  const facts = decodeSigningFacts(params, secrets.node);
  await keeper.consumeReady({ ...ownSigningReady(facts.descriptor, facts.self), now: params.now });
  checkFacts(facts, secrets);
  if (isPrepared(facts.descriptor) || facts.descriptor.messages.length !== 1) {
    throw new RequestRejected('unsupported-session', 'a session of ECDSA presigns and signs one message');
  }
  return { facts, ...(await withSecrets(facts, params, tools, (opened) => live(facts, opened, tools))) };
}

function live(facts: SigningFacts, { share, aux, wipe }: OpenedSecrets, tools: HeavyTools): EcdsaSigning {
  const { secrets, engine, random } = tools;
  const { descriptor } = facts;
  const group = ecdsaGroup(facts.certificate.statement, facts.aux.statement, descriptor.assignment, engine);
  const { identitySecret } = secrets;
  const identities = identitiesOfSigners(facts.identities, [...group.signers.keys()]);
  const session = signingSessionId(descriptor);
  const party = { group, session, share, secrets: aux, identities, identitySecret };
  const [message = new Uint8Array(0)] = descriptor.messages;
  const protocol = ecdsaSignInteractively(party, { index: 0, message, tweak: tweakOf(facts, group) }, random);
  return ecdsaSession(facts, protocol, secrets, null, wipe);
}
