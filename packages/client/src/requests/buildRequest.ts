import {
  clusterId,
  cosigningParties,
  fromHex,
  type Intent,
  keyContextAt,
  type PreparedIntent,
  prepareIntent,
  type SignedRequest,
  type SignRequest,
  signRequest,
  toHex,
} from '@quorate/requests';
import type { ClientConfig } from '../clientConfig.ts';
import type { VerifiedKey } from '../keys/verifiedKey.ts';

const DEFAULT_LIFETIME_SECONDS = 15 * 60;

/** What is to be signed. */
export interface RequestDraft {
  readonly key: VerifiedKey;
  readonly intent: Intent;
  /** BIP-32 indices below the key, none hardened; the key itself by default. */
  readonly path?: readonly number[];
  /** Ids of nodes that must take part; only those that every signature needs by default. */
  readonly cosigners?: readonly string[];
  /** 8 to 64 letters, digits, hyphens or underscores; drawn at random by default. */
  readonly id?: string;
  /** Default 15 minutes, at most 7 days. */
  readonly lifetimeSeconds?: number;
}

/** A request decoded and signed by the desk, not yet sent. */
export interface BuiltRequest {
  readonly signed: SignedRequest;
  readonly key: VerifiedKey;
  /** Shows what will be signed, as the nodes will see it. */
  readonly prepared: PreparedIntent;
}

/** Throws RequestRejected for an intent that no node would sign, an id or lifetime out of bounds, cosigners that cannot be. */
export function buildRequest(config: ClientConfig, draft: RequestDraft): BuiltRequest {
  const { path = [], cosigners = [] } = draft;
  const prepared = prepareIntent(draft.intent, keyContextAt(draft.key.certificate.statement, path));
  const createdAt = Math.floor(config.now() / 1000);
  const request: SignRequest = {
    version: 1,
    cluster: clusterId(config.cluster),
    id: draft.id ?? toHex(config.random(12)),
    desk: config.desk.id,
    key: fromHex(draft.key.id),
    intent: draft.intent,
    path,
    cosigners: [...new Set(cosigners)].sort(),
    createdAt,
    expiresAt: createdAt + (draft.lifetimeSeconds ?? DEFAULT_LIFETIME_SECONDS),
  };
  cosigningParties(request, draft.key.structure, draft.key.name);
  return { signed: signRequest(request, config.desk.secret), key: draft.key, prepared };
}
