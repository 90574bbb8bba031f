import { equalBytes, RequestRejected } from '@quorate/tss-core';
import type { StatementType } from '@quorate/tss-core/wire';
import type { ClusterFile, Desk } from '../cluster/clusterFile.ts';
import { clusterId, findDesk } from '../cluster/members.ts';
import { saidByPerson, signAsPerson } from '../people/personStatement.ts';
import { decodeOrReject, encodeOrReject } from '../schema/decodeOrReject.ts';
import { fromHex } from '../schema/encoding.ts';
import {
  CANCEL_TAG,
  type CancelOrder,
  cancelOrderCodec,
  MAX_CANCEL_BYTES,
  type SignedCancel,
  signedCancelCodec,
} from './cancelOrder.ts';

export const cancelStatement: StatementType<CancelOrder> = { tag: CANCEL_TAG, codec: cancelOrderCodec };

/** Signs with the desk's seed (32 bytes, secret). */
export function signCancel(cancel: CancelOrder, deskSecret: Uint8Array): SignedCancel {
  const signed = { cancel, signature: signAsPerson(cancelStatement, cancel, deskSecret) };
  encodeSignedCancel(signed);
  return signed;
}

export function encodeSignedCancel(signed: SignedCancel): Uint8Array {
  return encodeOrReject(signedCancelCodec, signed, MAX_CANCEL_BYTES, 'cancel', 'bad-cancel');
}

/** Throws RequestRejected `bad-cancel`. */
export function decodeSignedCancel(encoded: Uint8Array): SignedCancel {
  return decodeOrReject(signedCancelCodec, encoded, MAX_CANCEL_BYTES, 'cancel', 'bad-cancel');
}

/**
 * The desk that takes its request back. It has no expiry: it only ever names one request, which has.
 * The caller compares the desk with the one that asked.
 * @throws RequestRejected `foreign-cluster`, `unknown-desk`, `bad-desk-signature`
 */
export function verifyCancel({ cancel, signature }: SignedCancel, cluster: ClusterFile): Desk {
  if (!equalBytes(cancel.cluster, clusterId(cluster))) {
    throw new RequestRejected('foreign-cluster', `the cancel order is for another cluster than ${cluster.name}`);
  }
  const desk = findDesk(cluster, cancel.desk);
  if (!desk) throw new RequestRejected('unknown-desk', `the cluster file has no desk ${cancel.desk}`);
  if (!saidByPerson(cancelStatement, cancel, signature, fromHex(desk.publicKey))) {
    throw new RequestRejected('bad-desk-signature', `the signature on the cancel order is not desk ${desk.id}'s`);
  }
  return desk;
}
