import { NODE_ID } from '@quorate/tss-core';
import { bytes, bytes32, type Codec, literal, struct, text, uint } from '@quorate/tss-core/wire';

export const CANCEL_TAG = 'quorate/cancel/1';
export const MAX_CANCEL_BYTES = 1024;

/** A desk takes one of its requests back. What was signed already stays signed. */
export interface CancelOrder {
  readonly version: 1;
  readonly cluster: Uint8Array;
  /** Hash of the request, 32 bytes: see `requestHash`. */
  readonly requestHash: Uint8Array;
  readonly desk: string;
  /** Unix seconds. */
  readonly createdAt: number;
}

export interface SignedCancel {
  readonly cancel: CancelOrder;
  /** 64 bytes, Ed25519 by the desk over `cancelHash`. */
  readonly signature: Uint8Array;
}

export const cancelOrderCodec: Codec<CancelOrder> = struct<CancelOrder>({
  version: literal(1),
  cluster: bytes32,
  requestHash: bytes32,
  desk: text(32, NODE_ID),
  createdAt: uint(),
});

export const signedCancelCodec: Codec<SignedCancel> = struct<SignedCancel>({
  cancel: cancelOrderCodec,
  signature: bytes(64),
});
