import type { ClusterFile, CreateKeyOrder } from '@quorate/requests';
import type { PartyIndex } from '@quorate/tss-core';
import type { Store } from '../store/store.ts';
import type { Denied } from './authorizer.ts';

/** The epoch that a key is created with. */
export const FIRST_EPOCH = 0;

/** A ceremony that admins ordered and that this node would join. */
export interface AllowedCeremony {
  readonly kind: 'allowed';
  readonly order: CreateKeyOrder;
  /** The encoded SignedOrder, as it came. */
  readonly signedOrder: Uint8Array;
  /** 32 bytes. */
  readonly orderHash: Uint8Array;
  readonly keyId: Uint8Array;
  readonly epoch: number;
  /** This node's party in the new key. */
  readonly self: PartyIndex;
  /** Hash of this node's rules, for its ready. */
  readonly policyHash: Uint8Array;
}

export interface CeremonyContext {
  readonly cluster: ClusterFile;
  readonly store: Store;
  /** This node's id. */
  readonly node: string;
  readonly policyHash: Uint8Array;
  readonly now: () => number;
}
export type CeremonyDecision = AllowedCeremony | Denied;

export declare function checkCeremony(signedOrder: Uint8Array, context: CeremonyContext): CeremonyDecision;
