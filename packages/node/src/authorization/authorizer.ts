import type { Description, KeyContext, SignRequest } from '@quorate/requests';
import type { KeyCertificate, PartyIndex } from '@quorate/tss-core';

/** A request that this node has verified and allowed by itself, and all it needs to judge a session about it. */
export interface AllowedRequest {
  readonly kind: 'allowed';
  readonly request: SignRequest;
  /** 32 bytes. */
  readonly requestHash: Uint8Array;
  /** 32 bytes. */
  readonly keyId: Uint8Array;
  readonly keyName: string;
  readonly certificate: KeyCertificate;
  readonly context: KeyContext;
  /** This node's party in the key. */
  readonly self: PartyIndex;
  /** What is signed, in order, computed here from the intent. */
  readonly messages: readonly Uint8Array[];
  readonly description: Description;
  /** Hash of the rules that allowed it. 32 bytes. */
  readonly policyHash: Uint8Array;
}

/** Why not: a code for machines and sentences for people. */
export interface Denied {
  readonly kind: 'denied';
  readonly code: string;
  readonly reasons: readonly string[];
}

export type Authorization = AllowedRequest | Denied;

/** Decides by itself what this node signs. Trusts nothing but the cluster file, its own rules and its own store. */
export interface Authorizer {
  /** @param signedRequest encoded SignedRequest, from anywhere */
  authorize(signedRequest: Uint8Array): Authorization;
  /** @param cancelOrder encoded and signed CancelOrder. RequestRejected when it is not the desk's. @returns the hash cancelled */
  cancel(cancelOrder: Uint8Array): Uint8Array;
}
