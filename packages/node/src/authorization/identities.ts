import { hexToBytes } from '@noble/hashes/utils.js';
import type { ClusterFile } from '@quorate/requests';
import { type KeyStructure, type PartyIndex, RequestRejected } from '@quorate/tss-core';

/** The identity public keys (33 bytes) of a key's parties, as the cluster file gives them now. */
export function identitiesOf(structure: KeyStructure, cluster: ClusterFile): ReadonlyMap<PartyIndex, Uint8Array> {
  return new Map(structure.parties.map(({ index, node }) => [index, identityOf(node, cluster)]));
}

function identityOf(node: string, cluster: ClusterFile): Uint8Array {
  const member = cluster.nodes.find(({ id }) => id === node);
  if (!member) {
    throw new RequestRejected('unknown-node', `the key has a party ${node}, which the cluster file does not have`);
  }
  return hexToBytes(member.identity);
}
