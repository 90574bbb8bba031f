import { bytesToHex } from '@noble/hashes/utils.js';
import {
  type Caller,
  type ClusterFile,
  checkKeyScope,
  cosigningParties,
  type RequestView,
  requestHash,
  type SignedRequest,
  verifyRequest,
} from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import type { Keys, KnownKey, Nodes } from '../interfaces.ts';

export interface AdmissionModules {
  readonly cluster: ClusterFile;
  readonly keys: Keys;
  readonly nodes: Nodes;
  readonly now: () => number;
}

/** Throws RequestRejected `foreign-request` unless the caller is the desk that signed the request. */
export function checkCaller(caller: Caller, desk: string): void {
  if (caller.kind === 'desk' && caller.id === desk) return;
  throw new RequestRejected(
    'foreign-request',
    `the request is desk ${desk}'s, and ${caller.kind} ${caller.id} sent it`,
  );
}

/**
 * Refuses early what no node would allow. Nodes check all of it again by themselves.
 * @returns the key it asks for
 */
export function admit(signed: SignedRequest, { cluster, keys, nodes, now }: AdmissionModules): KnownKey {
  const desk = verifyRequest(signed, cluster, now());
  const key = keys.get(bytesToHex(signed.request.key));
  if (!key) throw unknownKey(cluster, nodes);
  checkKeyScope(desk, key.name);
  cosigningParties(signed.request, key.structure, key.name);
  return key;
}

/** A coordinator that lost its ledger learns the keys from the nodes, so it knows only when it has heard all of them. */
function unknownKey(cluster: ClusterFile, nodes: Nodes): RequestRejected {
  const silent = cluster.nodes.map(({ id }) => id).filter((id) => !nodes.isLinked(id));
  if (silent.length === 0) return new RequestRejected('unknown-key', 'there is no such key', 'see: quorate key list');
  return new RequestRejected(
    'key-not-known-yet',
    `the key is not known here, and ${silent.join(', ')} could not be asked for it`,
    'try again when the nodes are connected, or check the key id',
  );
}

/** The state of a request when it is accepted. */
export function pendingView({ request }: SignedRequest, key: KnownKey): RequestView {
  return {
    id: request.id,
    desk: request.desk,
    key: key.id,
    keyName: key.name,
    hash: bytesToHex(requestHash(request)),
    state: 'pending',
    createdAt: request.createdAt,
    expiresAt: request.expiresAt,
    attempts: [],
    denials: [],
  };
}
