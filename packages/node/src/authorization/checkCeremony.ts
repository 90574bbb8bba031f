import {
  type ClusterFile,
  type CreateKeyOrder,
  decodeSignedOrder,
  keyIdOf,
  orderHash,
  verifyOrder,
} from '@quorate/requests';
import { FIRST_EPOCH, type PartyIndex, partyOf, RequestRejected } from '@quorate/tss-core';
import type { Store } from '../store/store.ts';
import type { Denied } from './authorizer.ts';
import { orDenied } from './denied.ts';

/** A ceremony that admins ordered and that this node would join. */
export interface AllowedCeremony {
  readonly kind: 'allowed';
  readonly order: CreateKeyOrder;
  /** The encoded SignedOrder, as it came. */
  readonly signedOrder: Uint8Array;
  /** 32 bytes. */
  readonly orderHash: Uint8Array;
  /** 32 bytes. */
  readonly keyId: Uint8Array;
  readonly epoch: number;
  /** This node's party in the new key. */
  readonly self: PartyIndex;
  /** Hash of this node's rules, for its ready. 32 bytes. */
  readonly policyHash: Uint8Array;
}

export interface CeremonyContext {
  readonly cluster: ClusterFile;
  readonly store: Pick<Store, 'keys' | 'ceremonies'>;
  /** This node's id. */
  readonly node: string;
  readonly policyHash: Uint8Array;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export type CeremonyDecision = AllowedCeremony | Denied;

/**
 * Judges the order of a new key by itself: k of m admins signed it, it has not expired, this node is one of its
 * parties, and its name and order are free here. A coordinator can order nothing (rule 12).
 * @param signedOrder encoded SignedOrder, from anywhere
 */
export function checkCeremony(signedOrder: Uint8Array, context: CeremonyContext): CeremonyDecision {
  return orDenied(() => judge(signedOrder, context));
}

function judge(signedOrder: Uint8Array, context: CeremonyContext): AllowedCeremony {
  const { cluster, store, node, policyHash, now } = context;
  const signed = decodeSignedOrder(signedOrder);
  const { order } = signed;
  verifyOrder(signed, cluster, now());
  const party = partyOf(order.structure, node);
  if (!party) throw new RequestRejected('not-a-party', `the order for ${order.name} does not name ${node} as a party`);
  const hash = orderHash(order);
  store.ceremonies.checkFree({ name: order.name, orderHash: hash, orderCreatedAt: order.createdAt });
  const about = { order, signedOrder, orderHash: hash, keyId: keyIdOf(order), policyHash };
  return { kind: 'allowed', ...about, epoch: FIRST_EPOCH, self: party.index };
}
