import type { SignedOrder } from '@quorate/requests';
import { keyIdOf, toHex } from '@quorate/requests';
import { isEcdsaScheme } from '@quorate/tss-core';
import type { KnownKey } from '../interfaces.ts';
import { pauseUntil } from '../nodes/pauseUntil.ts';
import type { Logger } from '../telemetry/log.ts';
import { awaitParties, type GatherModules, prepareParties } from './gatherParties.ts';
import { keygenOffer } from './keygenOffer.ts';
import type { LiveCeremony } from './liveCeremony.ts';
import { type AuxCeremonyModules, makeAux } from './makeAux.ts';
import { deliverMissing, unacknowledged } from './reconcile.ts';
import { type KeygenModules, runKeygen } from './runKeygen.ts';

export interface CeremonyModules extends GatherModules, KeygenModules, AuxCeremonyModules {
  /** Between two tries to deliver a certificate to a linked party that did not acknowledge it. */
  readonly redeliverMs: number;
  /** Resolves when every node that linked up so far has been asked for its keys. */
  readonly nodesHeard: () => Promise<void>;
  readonly log: Logger;
}

/**
 * Makes the key that an order describes: gather all parties, see to their aux generation where the scheme has one, generate, deliver the certificate, collect every
 * acknowledgement. Throws CeremonyFailed before there is a certificate; never after, since a certified key is a key:
 * it then waits for the parties. Returns early when the process stops.
 */
export async function runCeremony(
  signed: SignedOrder,
  encoded: Uint8Array,
  live: LiveCeremony,
  modules: CeremonyModules,
): Promise<void> {
  const known = () => modules.keys.get(toHex(keyIdOf(signed.order)));
  const key =
    known() ?? (await gather(signed, live, modules, known)) ?? (await generate(signed, encoded, live, modules));
  await store(key, live, modules);
}

/** Waits for the parties: after a restart they may bring the key, finished meanwhile. */
async function gather(
  signed: SignedOrder,
  live: LiveCeremony,
  modules: CeremonyModules,
  known: () => KnownKey | undefined,
): Promise<KnownKey | undefined> {
  live.change({ phase: 'gathering' });
  await awaitParties(signed, modules, live.signal);
  await modules.nodesHeard();
  return known();
}

async function generate(
  signed: SignedOrder,
  encoded: Uint8Array,
  live: LiveCeremony,
  modules: CeremonyModules,
): Promise<KnownKey> {
  if (isEcdsaScheme(signed.order.structure.scheme)) await makeAux(signed, encoded, live, modules);
  const readies = await prepareParties(signed, encoded, modules, live.signal);
  const offer = keygenOffer(signed, readies);
  live.change({ phase: 'keygen' });
  modules.log.info({ session: toHex(offer.session), key: signed.order.name }, 'key ceremony starts');
  return runKeygen(encoded, offer, signed.order.structure, modules, live.signal);
}

/** The key is shown as done only when every party has proven that it stores its share (cryptography.md, rule 13). */
async function store(key: KnownKey, live: LiveCeremony, modules: CeremonyModules): Promise<void> {
  for (let first = true; !live.signal.aborted; first = false) {
    await deliverMissing(modules.keys.get(key.id) ?? key, modules);
    const missing = unacknowledged(modules.keys.get(key.id) ?? key);
    const acknowledged = key.structure.parties.map(({ node }) => node).filter((node) => !missing.includes(node));
    if (missing.length === 0) return live.change({ phase: 'done', state: 'done', acknowledged, missing });
    const reason = `the key exists; waiting for ${missing.join(', ')} to store its share`;
    if (first || acknowledged.length !== live.view.acknowledged.length) {
      live.change({ phase: 'storing', acknowledged, missing, reason });
    }
    const isBack = (node: string, state: string) => state === 'up' && missing.includes(node);
    await pauseUntil(
      modules.nodes,
      modules.redeliverMs,
      live.signal,
      (change) => change !== undefined && isBack(change.node, change.state),
    );
  }
}
