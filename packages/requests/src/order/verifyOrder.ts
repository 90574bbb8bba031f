import { equalBytes, RequestRejected } from '@quorate/tss-core';
import type { ClusterFile } from '../cluster/clusterFile.ts';
import { clusterId, findAdmin, nodeById } from '../cluster/members.ts';
import { networkScheme } from '../intents/networkScheme.ts';
import { saidByPerson } from '../people/personStatement.ts';
import { checkLifetime } from '../request/checkLifetime.ts';
import { MAX_LIFETIME_SECONDS } from '../request/signRequest.ts';
import { fromHex } from '../schema/encoding.ts';
import { checkEcdsaSize } from './checkEcdsaSize.ts';
import type { AdminSignature, CreateKeyOrder, SignedOrder } from './createKeyOrder.ts';
import { orderStatement } from './signedOrder.ts';

/**
 * Throws unless a ceremony may be started by this order now: see `verifyOrderSignatures`, and
 * RequestRejected `not-yet-valid`, `bad-lifetime`, `expired`.
 * @param nowMs Unix milliseconds
 */
export function verifyOrder(signed: SignedOrder, cluster: ClusterFile, nowMs: number): void {
  verifyOrderSignatures(signed, cluster);
  checkLifetime(signed.order, nowMs, 'order', MAX_LIFETIME_SECONDS);
}

/**
 * The part of `verifyOrder` that time does not change, for the order behind a key that already exists: k of m distinct
 * admins signed it, every signature on it is good, and its nodes are in the cluster.
 * @throws RequestRejected `foreign-cluster`, `unsupported-scheme`, `too-many-parties`, `too-many-signers`, `unknown-node`,
 *   `unknown-admin`, `duplicate-admin`, `bad-admin-signature`, `too-few-admins`
 */
export function verifyOrderSignatures({ order, signatures }: SignedOrder, cluster: ClusterFile): void {
  if (!equalBytes(order.cluster, clusterId(cluster))) {
    throw new RequestRejected('foreign-cluster', `the order is for another cluster than ${cluster.name}`);
  }
  networkScheme(order.structure.scheme);
  checkEcdsaSize(order.structure);
  for (const party of order.structure.parties) nodeById(cluster, party.node);
  const admins = new Set(signatures.map((signature) => verifyAdmin(order, signature, cluster)));
  if (admins.size < signatures.length) {
    throw new RequestRejected('duplicate-admin', 'an admin signed the order twice');
  }
  const { threshold } = cluster.admins;
  if (admins.size >= threshold) return;
  throw new RequestRejected(
    'too-few-admins',
    `the order has ${admins.size} of the ${threshold} admin signatures it needs`,
  );
}

function verifyAdmin(order: CreateKeyOrder, { admin, signature }: AdminSignature, cluster: ClusterFile): string {
  const member = findAdmin(cluster, admin);
  if (!member) throw new RequestRejected('unknown-admin', `the cluster file has no admin ${admin}`);
  if (saidByPerson(orderStatement, order, signature, fromHex(member.publicKey))) return admin;
  throw new RequestRejected('bad-admin-signature', `the signature on the order is not admin ${admin}'s`);
}
