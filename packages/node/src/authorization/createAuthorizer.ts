import {
  type ClusterFile,
  checkKeyScope,
  checkLifetime,
  cosigningParties,
  type Desk,
  decodeSignedCancel,
  decodeSignedRequest,
  evaluate,
  MAX_LIFETIME_SECONDS,
  policyHash,
  type RuleSet,
  requestHash,
  type SignRequest,
  verifyCancel,
  verifyDeskSignature,
} from '@quorate/requests';
import { RequestRejected, remembering } from '@quorate/tss-core';
import type { Decision, KeyRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Authorization, Authorizer } from './authorizer.ts';
import { orDenied } from './denied.ts';
import { PreparedRequests } from './preparedRequests.ts';
import { decodeStoredCertificate } from './storedCertificate.ts';

export interface AuthorizerContext {
  readonly cluster: ClusterFile;
  readonly store: Pick<Store, 'keys' | 'requests'>;
  readonly rules: RuleSet;
  /** Unix milliseconds. */
  readonly now: () => number;
}

interface Judging extends AuthorizerContext {
  readonly prepared: PreparedRequests;
}

/** A request whose desk is known to have asked for it; whether it may be signed is not decided yet. */
interface Asked {
  readonly request: SignRequest;
  readonly hash: Uint8Array;
  readonly desk: Desk;
}

/** Requests of late: a node is asked about each at least twice, and its signature does not change meanwhile. */
const MAX_REMEMBERED = 64;
/** One request may have a megabyte. */
const MAX_REMEMBERED_BYTES = 4 << 20;

export function createAuthorizer(given: AuthorizerContext): Authorizer {
  const context = { ...given, prepared: new PreparedRequests() };
  const ask = (signedRequest: Uint8Array) => askedBy(signedRequest, context.cluster);
  const asked = remembering(MAX_REMEMBERED, ask, MAX_REMEMBERED_BYTES);
  return {
    authorize: (signedRequest) => orDenied(() => authorize(asked(signedRequest), context)),
    cancel: (cancelOrder) => cancel(cancelOrder, context),
  };
}

function askedBy(signedRequest: Uint8Array, cluster: ClusterFile): Asked {
  const signed = decodeSignedRequest(signedRequest);
  return { request: signed.request, hash: requestHash(signed.request), desk: verifyDeskSignature(signed, cluster) };
}

/**
 * Decided anew at every call: a request expires, is cancelled, or meets other rules. What stays is which request an
 * id names. Nothing is kept of requests that no desk signed, so that strangers cannot fill the disk.
 */
function authorize(asked: Asked, context: Judging): Authorization {
  const { store, now } = context;
  checkLifetime(asked.request, now(), 'request', MAX_LIFETIME_SECONDS);
  const decision = orDenied(() => judge(asked, context));
  remember(asked, decision, store);
  return decision;
}

function judge(asked: Asked, { store, rules, prepared }: Judging): Authorization {
  const { request, hash, desk } = asked;
  if (store.requests.isCancelled(hash, desk.id)) {
    throw new RequestRejected('cancelled', `desk ${desk.id} has cancelled the request`);
  }
  const key = activeKey(request.key, store);
  checkKeyScope(desk, key.name);
  return decide(asked, key, rules, prepared);
}

function activeKey(id: Uint8Array, store: AuthorizerContext['store']): KeyRecord {
  const key = store.keys.active(id);
  if (key) return key;
  throw new RequestRejected('unknown-key', 'this node has no active share of the key', 'see: quorate key list');
}

/** The messages are computed here, from the intent under the desk's signature; nobody else's word is taken for them. */
function decide(
  { request, hash, desk }: Asked,
  key: KeyRecord,
  rules: RuleSet,
  preparations: PreparedRequests,
): Authorization {
  const certificate = decodeStoredCertificate(key.certificate);
  cosigningParties(request, certificate.statement.structure, key.name);
  const { context, messages, description, needs } = preparations.of(request, certificate);
  const verdict = evaluate(rules, { desk: desk.id, keyName: key.name, intentKind: request.intent.kind, needs });
  if (!verdict.allowed) return { kind: 'denied', code: 'denied-by-rules', reasons: verdict.reasons };
  const about = { request, requestHash: hash, keyId: request.key, keyName: key.name, self: key.party };
  return { kind: 'allowed', ...about, certificate, context, messages, description, policyHash: policyHash(rules) };
}

/** Throws RequestRejected `id-reused` when the id names another request: then nothing of this one is kept. */
function remember({ request, hash }: Asked, authorization: Authorization, store: AuthorizerContext['store']): void {
  const { desk, id, expiresAt } = request;
  store.requests.remember({ desk, id, hash, expiresAt, decision: decisionOf(authorization) });
}

function decisionOf(authorization: Authorization): Decision {
  return authorization.kind === 'allowed' ? { kind: 'allowed', policyHash: authorization.policyHash } : authorization;
}

function cancel(cancelOrder: Uint8Array, { cluster, store, now }: AuthorizerContext): Uint8Array {
  const signed = decodeSignedCancel(cancelOrder);
  const desk = verifyCancel(signed, cluster);
  // Longer than any request of today can live, and any that the desk made before the order, by whatever clock it had.
  const forgetAt = Math.max(Math.floor(now() / 1000), signed.cancel.createdAt) + MAX_LIFETIME_SECONDS;
  store.requests.cancel(signed.cancel.requestHash, desk.id, forgetAt);
  return signed.cancel.requestHash;
}
