import { KEY_NAME, type KeyStructure, NODE_ID, structureCodec } from '@quorate/tss-core';
import { bytes, bytes32, type Codec, list, literal, struct, text, uint } from '@quorate/tss-core/wire';

export const CREATE_ORDER_TAG = 'quorate/order/create/1';
export const KEY_ID_TAG = 'quorate/key-id/1';
export const AUX_ID_TAG = 'quorate/aux-id/1';
export const MAX_ORDER_BYTES = 1 << 16;

/** Admins order a new key. Who the parties are and what they may do is all in here. */
export interface CreateKeyOrder {
  readonly version: 1;
  /** The cluster's id, 32 bytes. */
  readonly cluster: Uint8Array;
  /** 32 random bytes: the same order given twice makes two keys only if this differs. */
  readonly orderId: Uint8Array;
  /** See tss-core's `KEY_NAME`. */
  readonly name: string;
  readonly structure: KeyStructure;
  /** Unix seconds. */
  readonly createdAt: number;
  /** Unix seconds: no ceremony starts from this second on. */
  readonly expiresAt: number;
}

export interface AdminSignature {
  readonly admin: string;
  /** 64 bytes, Ed25519 over `orderHash`. */
  readonly signature: Uint8Array;
}

export interface SignedOrder {
  readonly order: CreateKeyOrder;
  /** By distinct admins, in any order. */
  readonly signatures: readonly AdminSignature[];
}

export const createKeyOrderCodec: Codec<CreateKeyOrder> = struct<CreateKeyOrder>({
  version: literal(1),
  cluster: bytes32,
  orderId: bytes32,
  name: text(48, KEY_NAME),
  structure: structureCodec,
  createdAt: uint(),
  expiresAt: uint(),
});

export const signedOrderCodec: Codec<SignedOrder> = struct<SignedOrder>({
  order: createKeyOrderCodec,
  signatures: list(struct<AdminSignature>({ admin: text(32, NODE_ID), signature: bytes(64) }), { max: 255 }),
});
