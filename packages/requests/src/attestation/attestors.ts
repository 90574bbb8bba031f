import type { Party, PartyIndex } from '@quorate/tss-core';
import type { ClusterFile } from '../cluster/clusterFile.ts';
import { nodeById } from '../cluster/members.ts';
import { fromHex } from '../schema/encoding.ts';

/** A node of which nothing counts that its module has not attested. */
export interface Attestor {
  /** The node's id. */
  readonly node: string;
  /** As the cluster file pins it: P-256, 33 bytes compressed. */
  readonly publicKey: Uint8Array;
}

/** Undefined where the cluster file pins no attestation key for the node. Throws RequestRejected `unknown-node`. */
export function attestorOf(cluster: ClusterFile, node: string): Attestor | undefined {
  const { attestation } = nodeById(cluster, node);
  return attestation && { node, publicKey: fromHex(attestation.publicKey) };
}

/** Those among the parties of a key or of an aux generation. Throws RequestRejected `unknown-node`. */
export function attestorsOf(
  cluster: ClusterFile,
  { parties }: { readonly parties: readonly Party[] },
): ReadonlyMap<PartyIndex, Attestor> {
  return new Map(
    parties.flatMap(({ index, node }) => {
      const attestor = attestorOf(cluster, node);
      return attestor ? [[index, attestor] as const] : [];
    }),
  );
}
