import { secp256k1 } from '@noble/curves/secp256k1.js';
import { identitySecretOf, TEST_TRUST } from '@quorate/tss-core/testing';
import type { ClusterFile } from '../cluster/clusterFile.ts';
import { signClusterFile } from '../cluster/signClusterFile.ts';
import { toHex } from '../schema/encoding.ts';
import { sampleCluster } from './sampleCluster.ts';

/** The cluster file of the nodes that tss-core simulates. */
export function simulatedCluster(): ClusterFile {
  const { cluster } = sampleCluster();
  const nodes = cluster.nodes.map((node, i) => ({
    ...node,
    identity: toHex(secp256k1.getPublicKey(identitySecretOf(i + 1))),
  }));
  const draft: ClusterFile = { ...cluster, id: toHex(TEST_TRUST.cluster), nodes, signatures: [] };
  return draft.nodes.reduce((file, { id }, i) => signClusterFile(file, id, identitySecretOf(i + 1)), draft);
}
