import { type KeyStructure, partyIndex, type SchemeId } from '@quorate/tss-core';
import { clusterId } from '../cluster/members.ts';
import type { CreateKeyOrder, SignedOrder } from '../order/createKeyOrder.ts';
import { signOrder } from '../order/signedOrder.ts';
import { signRequest } from '../request/signedRequest.ts';
import type { SignedRequest, SignRequest } from '../request/signRequest.ts';
import type { SampleCluster } from './sampleCluster.ts';

/** 2026-01-01T00:00:00Z in Unix seconds: when the samples are made. */
export const SAMPLE_TIME = 1_767_225_600;

/** `threshold` of all the nodes of the sample cluster. */
export function sampleStructure({ cluster }: SampleCluster, scheme: SchemeId, threshold = 2): KeyStructure {
  const parties = cluster.nodes.map(({ id }, i) => ({ index: partyIndex(i + 1), node: id }));
  const quorums = [{ threshold, members: parties.map(({ index }) => index) }];
  return { scheme, parties, quorums, lossAccepted: false };
}

/** A text message, asked for by desk-1; lives an hour. */
export function sampleRequest(sample: SampleCluster, changes: Partial<SignRequest> = {}): SignRequest {
  return {
    version: 1,
    cluster: clusterId(sample.cluster),
    id: 'request-0001',
    desk: 'desk-1',
    key: new Uint8Array(32).fill(7),
    intent: { kind: 'message', value: { text: 'hello' } },
    path: [],
    cosigners: [],
    createdAt: SAMPLE_TIME,
    expiresAt: SAMPLE_TIME + 3600,
    ...changes,
  };
}

export function sampleSignedRequest(sample: SampleCluster, changes: Partial<SignRequest> = {}): SignedRequest {
  return signRequest(sampleRequest(sample, changes), sample.secret(changes.desk ?? 'desk-1'));
}

export function sampleOrder(sample: SampleCluster, changes: Partial<CreateKeyOrder> = {}): CreateKeyOrder {
  return {
    version: 1,
    cluster: clusterId(sample.cluster),
    orderId: new Uint8Array(32).fill(9),
    name: 'treasury',
    structure: sampleStructure(sample, 'frost-ed25519'),
    createdAt: SAMPLE_TIME,
    expiresAt: SAMPLE_TIME + 3600,
    ...changes,
  };
}

/** Signed by as many admins as the cluster asks for. */
export function sampleSignedOrder(sample: SampleCluster, changes: Partial<CreateKeyOrder> = {}): SignedOrder {
  const { threshold, members } = sample.cluster.admins;
  const unsigned: SignedOrder = { order: sampleOrder(sample, changes), signatures: [] };
  return members.slice(0, threshold).reduce((signed, { id }) => signOrder(signed, id, sample.secret(id)), unsigned);
}
