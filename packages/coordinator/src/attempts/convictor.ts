import { type ClusterFile, clusterId, fromHex } from '@quorate/requests';
import { type Conviction, RequestRejected, verifyEvidence } from '@quorate/tss-core';

/**
 * Judges evidence: undefined when it proves nothing about this session. What a node did in another one, perhaps long ago,
 * must not keep it out of the next for as long as somebody repeats it.
 */
export type Convict = (evidence: Uint8Array, session: Uint8Array) => Conviction | undefined;

/** Judges evidence by the cluster file. */
export function convictor(cluster: ClusterFile): Convict {
  const identities = new Map(cluster.nodes.map(({ id, identity }) => [id, fromHex(identity)]));
  const trusted = { cluster: clusterId(cluster), identityOf: (node: string) => identities.get(node) };
  return (evidence, session) => {
    try {
      return verifyEvidence(evidence, { ...trusted, session });
    } catch (problem) {
      if (problem instanceof RequestRejected) return undefined;
      throw problem;
    }
  };
}
