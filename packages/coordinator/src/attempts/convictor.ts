import { type ClusterFile, clusterId, fromHex } from '@quorate/requests';
import { type Conviction, RequestRejected, verifyEvidence } from '@quorate/tss-core';

/** Judges evidence by the cluster file: undefined when it proves nothing. */
export function convictor(cluster: ClusterFile): (evidence: Uint8Array) => Conviction | undefined {
  const identities = new Map(cluster.nodes.map(({ id, identity }) => [id, fromHex(identity)]));
  const trusted = { cluster: clusterId(cluster), identityOf: (node: string) => identities.get(node) };
  return (evidence) => {
    try {
      return verifyEvidence(evidence, trusted);
    } catch (problem) {
      if (problem instanceof RequestRejected) return undefined;
      throw problem;
    }
  };
}
