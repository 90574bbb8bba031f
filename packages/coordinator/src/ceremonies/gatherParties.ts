import type { MemberId } from '@quorate/network';
import { type ClusterFile, identitiesOf, keyIdOf, orderHash, type SignedOrder } from '@quorate/requests';
import { type Ready, RequestRejected, verifyReady } from '@quorate/tss-core';
import type { Nodes } from '../interfaces.ts';
import { pauseUntil } from '../nodes/pauseUntil.ts';
import { awaitMesh } from './awaitMesh.ts';
import { CeremonyFailed } from './ceremonyFailed.ts';

export interface GatherModules {
  readonly nodes: Nodes;
  readonly cluster: ClusterFile;
  /** How long to wait for parties that are not linked, and then for those that are not linked to each other. */
  readonly gatherMs: number;
}

/** Waits until every party is linked, here and to each other. Throws CeremonyFailed that names who is missing. */
export async function awaitParties(
  { order }: SignedOrder,
  { nodes, gatherMs }: GatherModules,
  signal: AbortSignal,
): Promise<void> {
  const names = order.structure.parties.map(({ node }) => node);
  await pauseUntil(nodes, gatherMs, signal, () => names.every((node) => nodes.isLinked(node)));
  const missing = names.filter((node) => !nodes.isLinked(node));
  if (missing.length > 0) throw new CeremonyFailed(`${missing.join(', ')} cannot be reached`, { missing });
  await awaitMesh(names, nodes, gatherMs, signal);
}

/** Asks every party whether it takes part. Throws CeremonyFailed that says who does not, and why. */
export function prepareParties(
  { order }: SignedOrder,
  encoded: Uint8Array,
  { nodes, cluster }: GatherModules,
  signal: AbortSignal,
): Promise<readonly Ready[]> {
  const about = { cluster: order.cluster, key: keyIdOf(order), subject: orderHash(order) };
  const identities = identitiesOf(cluster, order.structure);
  return Promise.all(
    order.structure.parties.map(async ({ node, index }) => {
      const ready = await prepareOne(node, encoded, nodes, signal);
      const identity = identities.get(index);
      if (identity && ready.party === index && verifyReady(ready, about, identity)) return ready;
      throw new CeremonyFailed(`${node} answered with a false ready`, { missing: [] });
    }),
  );
}

async function prepareOne(node: MemberId, order: Uint8Array, nodes: Nodes, signal: AbortSignal): Promise<Ready> {
  const answer = await nodes.call(node, 'prepareKeygen', { order }, { signal }).catch((problem: unknown) => {
    if (problem instanceof RequestRejected) throw new CeremonyFailed(`${node}: ${problem.message}`, { missing: [] });
    throw new CeremonyFailed(`${node} did not answer`, { missing: [node] });
  });
  if (answer.kind === 'ready') return answer.value;
  const { reasons, code } = answer.value;
  throw new CeremonyFailed(`${node} denied the ceremony: ${reasons.join('; ') || code}`, { missing: [] });
}
