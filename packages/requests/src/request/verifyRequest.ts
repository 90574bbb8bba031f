import { equalBytes, RequestRejected } from '@quorate/tss-core';
import type { ClusterFile, Desk } from '../cluster/clusterFile.ts';
import { clusterId, findDesk } from '../cluster/members.ts';
import { saidByPerson } from '../people/personStatement.ts';
import { fromHex } from '../schema/encoding.ts';
import { checkLifetime } from './checkLifetime.ts';
import { requestStatement } from './signedRequest.ts';
import { MAX_LIFETIME_SECONDS, type SignedRequest } from './signRequest.ts';

/**
 * The desk that asked, if everything about the request holds but what its intent, its key and local rules decide.
 * @param nowMs Unix milliseconds
 * @throws RequestRejected `foreign-cluster`, `unknown-desk`, `bad-desk-signature`,
 *   `not-yet-valid`, `bad-lifetime`, `expired`
 */
export function verifyRequest(signed: SignedRequest, cluster: ClusterFile, nowMs: number): Desk {
  const desk = verifyDeskSignature(signed, cluster);
  checkLifetime(signed.request, nowMs, 'request', MAX_LIFETIME_SECONDS);
  return desk;
}

/** The part of `verifyRequest` that time does not change. */
export function verifyDeskSignature({ request, signature }: SignedRequest, cluster: ClusterFile): Desk {
  if (!equalBytes(request.cluster, clusterId(cluster))) {
    throw new RequestRejected('foreign-cluster', `the request is for another cluster than ${cluster.name}`);
  }
  const desk = findDesk(cluster, request.desk);
  if (!desk) throw new RequestRejected('unknown-desk', `the cluster file has no desk ${request.desk}`);
  if (!saidByPerson(requestStatement, request, signature, fromHex(desk.publicKey))) {
    throw new RequestRejected('bad-desk-signature', `the signature on the request is not desk ${desk.id}'s`);
  }
  return desk;
}

/** Throws RequestRejected `key-not-allowed` unless the cluster file lets the desk use the key of that name. */
export function checkKeyScope(desk: Desk, keyName: string): void {
  if (desk.keys === '*' || desk.keys.includes(keyName)) return;
  throw new RequestRejected('key-not-allowed', `the cluster file does not let desk ${desk.id} use key ${keyName}`);
}
