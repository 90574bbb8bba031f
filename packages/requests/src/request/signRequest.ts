import { MAX_PATH_DEPTH, NODE_ID } from '@quorate/tss-core';
import { bytes, bytes32, type Codec, list, literal, mapped, struct, text, uint } from '@quorate/tss-core/wire';
import { type Intent, intentCodec } from '../intents/intent.ts';

export const REQUEST_TAG = 'quorate/request/1';
export const MAX_REQUEST_BYTES = 1 << 20;
export const MAX_LIFETIME_SECONDS = 7 * 24 * 60 * 60;
/** Nodes that one request may ask to take part. */
export const MAX_COSIGNERS = 16;
/** How far a desk's clock may run ahead. */
export const MAX_CLOCK_AHEAD_SECONDS = 60;

/** What a person may type to find the request again; unique per desk. */
export const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/;

/** A desk asks for one intent to be signed by one key. Every field is under the desk's signature. */
export interface SignRequest {
  readonly version: 1;
  /** The cluster's id, 32 bytes. */
  readonly cluster: Uint8Array;
  /** Idempotency id, see `REQUEST_ID`. */
  readonly id: string;
  readonly desk: string;
  /** The key's id, 32 bytes. */
  readonly key: Uint8Array;
  readonly intent: Intent;
  /** BIP-32 indices below the key, none hardened; empty for the key itself. */
  readonly path: readonly number[];
  /** Ids of nodes that must take part, where the key only lets them; ascending. */
  readonly cosigners: readonly string[];
  /** Unix seconds. */
  readonly createdAt: number;
  /** Unix seconds: no node signs from this second on. */
  readonly expiresAt: number;
}

export interface SignedRequest {
  readonly request: SignRequest;
  /** 64 bytes, Ed25519 by the desk over `requestHash`. */
  readonly signature: Uint8Array;
}

export const signRequestCodec: Codec<SignRequest> = struct<SignRequest>({
  version: literal(1),
  cluster: bytes32,
  id: text(64, REQUEST_ID),
  desk: text(32, NODE_ID),
  key: bytes32,
  intent: intentCodec,
  path: list(uint(0xffffffff), { max: MAX_PATH_DEPTH }),
  cosigners: mapped(list(text(32, NODE_ID), { max: MAX_COSIGNERS }), checkAscending, (nodes) => nodes),
  createdAt: uint(),
  expiresAt: uint(),
});

export const signedRequestCodec: Codec<SignedRequest> = struct<SignedRequest>({
  request: signRequestCodec,
  signature: bytes(64),
});

/** One request has one encoding. */
function checkAscending(nodes: readonly string[]): readonly string[] {
  if (nodes.some((node, i) => i > 0 && node <= (nodes[i - 1] ?? ''))) throw new Error('not ascending');
  return nodes;
}
