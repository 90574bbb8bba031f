import { secp256k1 } from '@noble/curves/secp256k1.js';
import { RequestRejected } from '@quorate/tss-core';
import { signStatement } from '@quorate/tss-core/wire';
import { toHex } from '../schema/encoding.ts';
import type { ClusterFile } from './clusterFile.ts';
import { clusterStatement } from './clusterStatement.ts';
import { nodeById } from './members.ts';

/**
 * The file with the node's signature added, or renewed, in the order of the nodes.
 * Throws RequestRejected when the secret is not that node's.
 */
export function signClusterFile(cluster: ClusterFile, nodeId: string, identitySecret: Uint8Array): ClusterFile {
  const node = nodeById(cluster, nodeId);
  if (toHex(secp256k1.getPublicKey(identitySecret)) !== node.identity) {
    throw new RequestRejected('wrong-identity', `the identity key is not the one the cluster file names for ${nodeId}`);
  }
  const signature = toHex(signStatement(clusterStatement, cluster, identitySecret));
  const others = cluster.signatures.filter((other) => other.node !== nodeId);
  const place = (id: string) => cluster.nodes.findIndex((candidate) => candidate.id === id);
  const signatures = [...others, { node: nodeId, signature }].sort((a, b) => place(a.node) - place(b.node));
  return { ...cluster, signatures };
}
