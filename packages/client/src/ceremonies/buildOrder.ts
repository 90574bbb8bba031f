import { type CreateKeyOrder, clusterId, type SignedOrder, signOrder } from '@quorate/requests';
import { type KeyStructure, RequestRejected } from '@quorate/tss-core';
import type { ClientConfig } from '../clientConfig.ts';

const DEFAULT_LIFETIME_SECONDS = 60 * 60;

export interface OrderDraft {
  readonly name: string;
  readonly structure: KeyStructure;
  /** How long the ceremony may be started; default an hour, at most 7 days. */
  readonly lifetimeSeconds?: number;
}

/**
 * An order for a new key, signed by the admin of this client. Where the cluster wants several admins, the others add
 * theirs with `signOrder` before it is sent.
 * Throws RequestRejected without an admin, or for a structure that cannot be.
 */
export function buildOrder(config: ClientConfig, draft: OrderDraft): SignedOrder {
  const { admin, cluster, now, random } = config;
  if (!admin) throw new RequestRejected('no-admin', 'keys are ordered by admins, and this client has no admin key');
  const createdAt = Math.floor(now() / 1000);
  const order: CreateKeyOrder = {
    version: 1,
    cluster: clusterId(cluster),
    orderId: random(32),
    name: draft.name,
    structure: draft.structure,
    createdAt,
    expiresAt: createdAt + (draft.lifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS),
  };
  return signOrder({ order, signatures: [] }, admin.id, admin.secret);
}
