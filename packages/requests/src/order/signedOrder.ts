import { type StatementType, statementHash, taggedHash } from '@quorate/tss-core/wire';
import { signAsPerson } from '../people/personStatement.ts';
import { decodeOrReject, encodeOrReject } from '../schema/decodeOrReject.ts';
import {
  AUX_ID_TAG,
  CREATE_ORDER_TAG,
  type CreateKeyOrder,
  createKeyOrderCodec,
  KEY_ID_TAG,
  MAX_ORDER_BYTES,
  type SignedOrder,
  signedOrderCodec,
} from './createKeyOrder.ts';

export const orderStatement: StatementType<CreateKeyOrder> = { tag: CREATE_ORDER_TAG, codec: createKeyOrderCodec };

/** What the admins sign and the certificate names. 32 bytes. */
export function orderHash(order: CreateKeyOrder): Uint8Array {
  return statementHash(orderStatement, order);
}

/** The id of the key that this order makes, known before there is a key. 32 bytes. */
export function keyIdOf(order: CreateKeyOrder): Uint8Array {
  return taggedHash(KEY_ID_TAG, orderHash(order));
}

/**
 * The id of the aux generation that this order may make besides, where its parties have none: an order for an ECDSA key
 * is one for what such a key needs. It stands where the key's id would in sessions. 32 bytes.
 */
export function auxIdOf(order: CreateKeyOrder): Uint8Array {
  return taggedHash(AUX_ID_TAG, orderHash(order));
}

/** The order with the admin's signature added, or renewed; start from `{order, signatures: []}`. */
export function signOrder(signed: SignedOrder, admin: string, adminSecret: Uint8Array): SignedOrder {
  const signature = signAsPerson(orderStatement, signed.order, adminSecret);
  const others = signed.signatures.filter((other) => other.admin !== admin);
  const next = { order: signed.order, signatures: [...others, { admin, signature }] };
  encodeSignedOrder(next);
  return next;
}

export function encodeSignedOrder(signed: SignedOrder): Uint8Array {
  return encodeOrReject(signedOrderCodec, signed, MAX_ORDER_BYTES, 'order', 'bad-order');
}

/** Throws RequestRejected `bad-order`. Checks the form and the key structure: see `verifyOrder`. */
export function decodeSignedOrder(encoded: Uint8Array): SignedOrder {
  return decodeOrReject(signedOrderCodec, encoded, MAX_ORDER_BYTES, 'order', 'bad-order');
}
