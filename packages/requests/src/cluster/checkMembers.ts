import { secp256k1 } from '@noble/curves/secp256k1.js';
import { isAttestationKey, RequestRejected } from '@quorate/tss-core';
import { isStrictPoint } from '../ed25519/strictEd25519.ts';
import { fromHex } from '../schema/encoding.ts';
import type { ClusterFile } from './clusterFile.ts';

export const BAD_CLUSTER_FILE = 'bad-cluster-file';

/** One value of the file and its place there. */
interface Entry {
  readonly at: string;
  readonly value: string;
}

/** Checks what no single field shows: distinct ids and keys, keys that are points, a threshold that can be met. */
export function checkMembers(cluster: ClusterFile, name: string): void {
  const members = [...entries('nodes', cluster.nodes), ...entries('coordinators', cluster.coordinators)];
  const people = [...entries('desks', cluster.desks), ...entries('admins.members', cluster.admins.members)];
  // Nodes and coordinators meet on one network and share its name space; desks and admins have one each.
  refuseDuplicates(members.map(pick('id')), name);
  refuseDuplicates(entries('desks', cluster.desks).map(pick('id')), name);
  refuseDuplicates(entries('admins.members', cluster.admins.members).map(pick('id')), name);
  refuseDuplicates(members.map(pick('identity')), name);
  refuseDuplicates(people.map(pick('publicKey')), name);
  for (const identity of members.map(pick('identity'))) checkIdentity(identity, name);
  for (const publicKey of people.map(pick('publicKey'))) checkPersonKey(publicKey, name);
  const attestations = attestationKeys(cluster);
  refuseDuplicates(attestations, name);
  for (const publicKey of attestations) checkAttestationKey(publicKey, name);
  checkThreshold(cluster.admins, name);
}

interface Placed<T> {
  readonly at: string;
  readonly item: T;
}

function entries<T>(at: string, items: readonly T[]): readonly Placed<T>[] {
  return items.map((item, i) => ({ at: `${at}[${i}]`, item }));
}

function pick<K extends string>(field: K): (placed: Placed<{ readonly [F in K]: string }>) => Entry {
  return ({ at, item }) => ({ at: `${at}.${field}`, value: item[field] });
}

function attestationKeys({ nodes }: ClusterFile): readonly Entry[] {
  return nodes.flatMap(({ attestation }, i) =>
    attestation ? [{ at: `nodes[${i}].attestation.publicKey`, value: attestation.publicKey }] : [],
  );
}

function refuseDuplicates(found: readonly Entry[], name: string): void {
  const first = new Map<string, string>();
  for (const { at, value } of found) {
    const earlier = first.get(value);
    if (earlier !== undefined) refuse(`${name}: ${at}: ${value} is already at ${earlier}`);
    first.set(value, at);
  }
}

function checkIdentity({ at, value }: Entry, name: string): void {
  try {
    secp256k1.Point.fromBytes(fromHex(value));
  } catch {
    refuse(`${name}: ${at}: not a compressed secp256k1 public key`);
  }
}

function checkPersonKey({ at, value }: Entry, name: string): void {
  if (!isStrictPoint(fromHex(value))) refuse(`${name}: ${at}: not a canonical Ed25519 public key of prime order`);
}

function checkAttestationKey({ at, value }: Entry, name: string): void {
  if (!isAttestationKey(fromHex(value))) refuse(`${name}: ${at}: not a compressed P-256 public key`);
}

function checkThreshold({ threshold, members }: ClusterFile['admins'], name: string): void {
  if (threshold <= members.length) return;
  refuse(`${name}: admins.threshold: ${threshold} signatures wanted of ${members.length} members`);
}

function refuse(sentence: string): never {
  throw new RequestRejected(BAD_CLUSTER_FILE, sentence);
}
