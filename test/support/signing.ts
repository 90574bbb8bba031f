import { randomBytes } from 'node:crypto';
import type { SignResult } from '@quorate/network';
import {
  clusterId,
  encodeSignedRequest,
  type KeyContext,
  networkScheme,
  prepareIntent,
  requestHash,
  type SignRequest,
  signRequest,
  toHex,
} from '@quorate/requests';
import {
  type Assignment,
  type PartyIndex,
  publicKeyOf,
  type Ready,
  type SigningDescriptor,
  signersOf,
  signingDescriptorCodec,
} from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import type { TestKey } from './ceremonies.ts';
import type { ClusterDirectory } from './clusterDirectory.ts';
import type { TestCoordinator } from './testCoordinator.ts';

/** A request as a desk sends it. */
export interface TestRequest {
  readonly request: SignRequest;
  readonly hash: Uint8Array;
  /** Encoded SignedRequest. */
  readonly encoded: Uint8Array;
}

/** A text message to be signed by the key, asked for by desk-1 now, valid for an hour. */
export function messageRequest(
  { cluster, secret }: ClusterDirectory,
  key: Uint8Array,
  text: string,
  changes: Partial<SignRequest> = {},
): TestRequest {
  const createdAt = Math.floor(Date.now() / 1000);
  const request: SignRequest = {
    version: 1,
    cluster: clusterId(cluster),
    id: toHex(randomBytes(16)),
    desk: 'desk-1',
    key,
    intent: { kind: 'message', value: { text } },
    path: [],
    cosigners: [],
    createdAt,
    expiresAt: createdAt + 3600,
    ...changes,
  };
  const encoded = encodeSignedRequest(signRequest(request, secret(request.desk)));
  return { request, hash: requestHash(request), encoded };
}

export function keyContext({ certificate }: TestKey): KeyContext {
  const { structure, groupKey } = certificate.statement;
  return { scheme: networkScheme(structure.scheme), groupKey, publicKey: publicKeyOf(certificate) };
}

export function prepared(request: TestRequest, key: TestKey) {
  return prepareIntent(request.request.intent, keyContext(key));
}

export function nodeOf(key: TestKey, party: PartyIndex): string {
  const found = key.certificate.statement.structure.parties.find(({ index }) => index === party);
  if (!found) throw new Error(`no party ${party}`);
  return found.node;
}

/**
 * Asks one node for its ready, with nonces given in advance or without, or with the presignature of these signers. Throws
 * what it says when it denies.
 */
export async function readyOf(
  { control }: TestCoordinator,
  node: string,
  request: TestRequest,
  reserve = false,
  signers: Assignment | null = null,
): Promise<Ready> {
  const answer = await control.call(node, 'authorize', { request: request.encoded, reserve, signers });
  if (answer.kind === 'denied') throw new Error(`${answer.value.code}: ${answer.value.reasons.join(' ')}`);
  return answer.value;
}

/**
 * The honest description of a session; tests that cheat change some of it.
 * @param reserve to ask for nonces given in advance: then it is one of one round if every signer has some
 */
export async function signingDescriptor(
  coordinator: TestCoordinator,
  key: TestKey,
  request: TestRequest,
  signers: readonly PartyIndex[],
  reserve = false,
): Promise<SigningDescriptor> {
  const { statement } = key.certificate;
  const readies = await Promise.all(signers.map((party) => readyOf(coordinator, nodeOf(key, party), request, reserve)));
  const reservations = readies.flatMap(({ reservation }) => reservation ?? []);
  return {
    version: 1,
    cluster: request.request.cluster,
    key: key.id,
    groupKey: statement.groupKey,
    scheme: statement.structure.scheme,
    epoch: statement.epoch,
    auxGeneration: new Uint8Array(),
    requestHash: request.hash,
    messages: prepared(request, key).messages,
    path: [],
    assignment: [signers],
    presignatures: reservations.length === readies.length ? reservations : [],
    readies,
  };
}

/** Offers the session to one node. */
export function offer(
  { control }: TestCoordinator,
  node: string,
  request: TestRequest,
  descriptor: SigningDescriptor,
): Promise<SignResult> {
  const encoded = encodeCbor(signingDescriptorCodec, descriptor);
  return control.call(node, 'sign', { request: request.encoded, descriptor: encoded });
}

/** Offers the session to all its signers. @returns their answers, ascending by party */
export function offerToAll(
  coordinator: TestCoordinator,
  key: TestKey,
  request: TestRequest,
  descriptor: SigningDescriptor,
): Promise<SignResult[]> {
  const nodes = signersOf(descriptor.assignment).map((party) => nodeOf(key, party));
  return Promise.all(nodes.map((node) => offer(coordinator, node, request, descriptor)));
}
