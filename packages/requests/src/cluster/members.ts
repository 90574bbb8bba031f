import { type Party, type PartyIndex, RequestRejected } from '@quorate/tss-core';
import { fromHex, toHex } from '../schema/encoding.ts';
import type { Admin, ClusterFile, ClusterNode, Desk } from './clusterFile.ts';
import { peerIdOf } from './peerIdOf.ts';

/** A process that may speak on the cluster's network. */
export interface ClusterMember {
  readonly kind: 'node' | 'coordinator';
  readonly id: string;
  /** 33 bytes. */
  readonly identity: Uint8Array;
  readonly peerId: string;
  /** Where to dial it; coordinators are not dialled. */
  readonly address: string | undefined;
}

/** The cluster's id as it stands in requests, orders and envelopes: 32 bytes. */
export function clusterId(cluster: Pick<ClusterFile, 'id'>): Uint8Array {
  return fromHex(cluster.id);
}

/** Throws RequestRejected `unknown-node`. */
export function nodeById(cluster: ClusterFile, id: string): ClusterNode {
  const node = cluster.nodes.find((candidate) => candidate.id === id);
  if (node) return node;
  const known = cluster.nodes.map((candidate) => candidate.id).join(', ');
  throw new RequestRejected('unknown-node', `the cluster file has no node ${id}`, `its nodes are ${known}`);
}

export function findDesk(cluster: ClusterFile, id: string): Desk | undefined {
  return cluster.desks.find((desk) => desk.id === id);
}

export function findAdmin(cluster: ClusterFile, id: string): Admin | undefined {
  return cluster.admins.members.find((admin) => admin.id === id);
}

/** Nodes first, then coordinators, in the order of the file. */
export function members(cluster: ClusterFile): readonly ClusterMember[] {
  return [
    ...cluster.nodes.map(({ id, identity, address }) => member('node', id, identity, address)),
    ...cluster.coordinators.map(({ id, identity }) => member('coordinator', id, identity, undefined)),
  ];
}

export function memberByIdentity(cluster: ClusterFile, identity: Uint8Array): ClusterMember | undefined {
  const wanted = toHex(identity);
  return members(cluster).find((candidate) => toHex(candidate.identity) === wanted);
}

/**
 * The identity key (33 bytes) of each party of a key or of an aux generation, as this revision of the cluster has them.
 * Throws RequestRejected `unknown-node` for a party that left the cluster.
 */
export function identitiesOf(
  cluster: ClusterFile,
  { parties }: { readonly parties: readonly Party[] },
): ReadonlyMap<PartyIndex, Uint8Array> {
  return new Map(parties.map(({ index, node }) => [index, fromHex(nodeById(cluster, node).identity)]));
}

function member(
  kind: ClusterMember['kind'],
  id: string,
  identityHex: string,
  address: string | undefined,
): ClusterMember {
  const identity = fromHex(identityHex);
  return { kind, id, identity, peerId: peerIdOf(identity), address };
}
