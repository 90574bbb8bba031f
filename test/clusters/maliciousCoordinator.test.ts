import type { SignResult } from '@quorate/network';
import { clusterId, encodeSignedCancel, signCancel } from '@quorate/requests';
import { type PartyIndex, partyIndex, type SigningDescriptor, signReady } from '@quorate/tss-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestKey, type TestKey } from '../support/ceremonies.ts';
import { type InProcessCluster, inProcessCluster } from '../support/inProcessCluster.ts';
import {
  messageRequest,
  offer,
  offerToAll,
  prepared,
  readyOf,
  signingDescriptor,
  type TestRequest,
} from '../support/signing.ts';
import { type TestCoordinator, testCoordinator } from '../support/testCoordinator.ts';

// Attack 35: whatever a coordinator swaps, it obtains no share. A share leaves a node only inside a session, so a node
// that refuses the session has given nothing.

const [ONE, TWO, THREE] = [1, 2, 3].map(partyIndex) as [PartyIndex, PartyIndex, PartyIndex];
let cluster: InProcessCluster;
let coordinator: TestCoordinator;
let key: TestKey;
let otherKey: TestKey;
let request: TestRequest;

beforeAll(async () => {
  cluster = await inProcessCluster();
  coordinator = await testCoordinator(cluster.directory);
  await coordinator.linked();
  key = await createTestKey(cluster.directory, coordinator, 'frost-ed25519', 'treasury');
  otherKey = await createTestKey(cluster.directory, coordinator, 'frost-ed25519', 'petty-cash');
  request = messageRequest(cluster.directory, key.id, 'pay 1 to alice');
});

afterAll(async () => {
  await coordinator?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

async function offerChanged(changes: Partial<SigningDescriptor>): Promise<SignResult[]> {
  const honest = await signingDescriptor(coordinator, key, request, [ONE, TWO]);
  const changed = { ...honest, ...changes };
  return Promise.all(['node-1', 'node-2'].map((node) => offer(coordinator, node, request, changed)));
}

const hash = (byte: number) => new Uint8Array(32).fill(byte);
const otherMessages = () => prepared(messageRequest(cluster.directory, key.id, 'pay 999 to mallory'), key).messages;

describe('a session that differs from the request is refused by every node', () => {
  test.each<[string, () => Partial<SigningDescriptor>]>([
    ['another message', () => ({ messages: otherMessages() })],
    ['one message more', () => ({ messages: [...prepared(request, key).messages, ...otherMessages()] })],
    ['another key', () => ({ key: otherKey.id })],
    ['another key with its group key', () => ({ key: otherKey.id, groupKey: otherKey.certificate.statement.groupKey })],
    ['another group key', () => ({ groupKey: otherKey.certificate.statement.groupKey })],
    ['another scheme', () => ({ scheme: 'frost-secp256k1-tr' })],
    ['another epoch', () => ({ epoch: 7 })],
    ['another cluster', () => ({ cluster: hash(1) })],
    ['another request hash', () => ({ requestHash: hash(1) })],
    ['a derivation path', () => ({ path: [0] })],
    ['presignatures', () => ({ presignatures: [{ batch: hash(1), first: 0, count: 1 }] })],
    ['other signers than those who were ready', () => ({ assignment: [[ONE, THREE]] })],
    ['fewer signers than the quorum needs', () => ({ assignment: [[ONE]] })],
    ['more signers than the quorum needs', () => ({ assignment: [[ONE, TWO, THREE]] })],
    ['no readies', () => ({ readies: [] })],
  ])('%s', async (_, changes) => {
    expect((await offerChanged(changes())).map(({ kind }) => kind)).toEqual(['refused', 'refused']);
  });
});

test('a ready forged by the coordinator admits nobody', async () => {
  const honest = await signingDescriptor(coordinator, key, request, [ONE, TWO]);
  const forged = signReady(
    {
      ...{ cluster: clusterId(cluster.directory.cluster), key: key.id, subject: request.hash, party: TWO },
      ...{ nonce: hash(7), policyHash: honest.readies[1]?.policyHash ?? hash(0) },
    },
    cluster.directory.secret('coordinator-1'),
  );
  const readies = honest.readies.map((ready) => (ready.party === TWO ? forged : ready));
  const answer = await offer(coordinator, 'node-1', request, { ...honest, readies });
  expect(answer).toMatchObject({ kind: 'refused', value: { code: 'descriptor-mismatch' } });
});

test('a session that was run cannot be run again', async () => {
  const descriptor = await signingDescriptor(coordinator, key, request, [ONE, TWO]);
  for (const result of await offerToAll(coordinator, key, request, descriptor)) expect(result.kind).toBe('signed');
  for (const result of await offerToAll(coordinator, key, request, descriptor)) {
    expect(result).toMatchObject({ kind: 'refused', value: { code: 'session-used' } });
  }
});

test('one ready serves in one session only', async () => {
  const first = await signingDescriptor(coordinator, key, request, [ONE, TWO]);
  await offerToAll(coordinator, key, request, first);
  const fresh = await readyOf(coordinator, 'node-3', request);
  const used = first.readies.find(({ party }) => party === ONE);
  if (!used) throw new Error('party 1 was ready');
  const second: SigningDescriptor = { ...first, assignment: [[ONE, THREE]], readies: [used, fresh] };
  const answer = await offer(coordinator, 'node-1', request, second);
  expect(answer).toMatchObject({ kind: 'refused', value: { code: 'ready-unknown' } });
});

test('two sessions offered for one request to different nodes give no signature', async () => {
  const first = await signingDescriptor(coordinator, key, request, [ONE, TWO]);
  const again = await readyOf(coordinator, 'node-2', request);
  const second = { ...first, readies: [...first.readies.filter(({ party }) => party !== TWO), again] };
  const [one, two] = await Promise.all([
    offer(coordinator, 'node-1', request, first),
    offer(coordinator, 'node-2', request, second),
  ]);
  expect([one.kind, two.kind]).toEqual(['stalled', 'stalled']);
});

test('a request of one desk cannot be offered under the readies of another request', async () => {
  const other = messageRequest(cluster.directory, key.id, 'pay 999 to mallory');
  const descriptor = await signingDescriptor(coordinator, key, request, [ONE, TWO]);
  const changed = { ...descriptor, requestHash: other.hash, messages: prepared(other, key).messages };
  const answer = await offer(coordinator, 'node-1', other, changed);
  expect(answer).toMatchObject({ kind: 'refused', value: { code: 'descriptor-mismatch' } });
});

test.each<[string, () => TestRequest, string]>([
  ['a foreign desk', () => foreignRequest(), 'bad-desk-signature'],
  ['an unknown key', () => messageRequest(cluster.directory, hash(1), 'hello'), 'unknown-key'],
  ['an expired request', () => expiredRequest(), 'expired'],
])('%s is denied with reasons', async (_, make, code) => {
  const answer = await coordinator.control.call('node-1', 'authorize', { request: make().encoded, reserve: false });
  expect(answer).toMatchObject({ kind: 'denied', value: { code } });
  expect(answer.kind === 'denied' && answer.value.reasons.length).toBeGreaterThan(0);
});

function foreignRequest(): TestRequest {
  const { directory } = cluster;
  const stranger = { ...directory, secret: (id: string) => (id === 'desk-1' ? hash(5) : directory.secret(id)) };
  return messageRequest(stranger, key.id, 'hello');
}

function expiredRequest(): TestRequest {
  const createdAt = Math.floor(Date.now() / 1000) - 100;
  return messageRequest(cluster.directory, key.id, 'hello', { createdAt, expiresAt: createdAt + 50 });
}

test('a cancelled request is not signed, whatever was answered before', async () => {
  const cancelled = messageRequest(cluster.directory, key.id, 'never mind');
  const descriptor = await signingDescriptor(coordinator, key, cancelled, [ONE, TWO]);
  const order = {
    version: 1 as const,
    cluster: clusterId(cluster.directory.cluster),
    requestHash: cancelled.hash,
    desk: 'desk-1',
    createdAt: Math.floor(Date.now() / 1000),
  };
  const cancel = encodeSignedCancel(signCancel(order, cluster.directory.secret('desk-1')));
  await coordinator.control.call('node-1', 'cancel', { cancel });
  const answer = await offer(coordinator, 'node-1', cancelled, descriptor);
  expect(answer).toMatchObject({ kind: 'refused', value: { code: 'cancelled' } });

  const forged = encodeSignedCancel(signCancel(order, hash(5)));
  await expect(coordinator.control.call('node-2', 'cancel', { cancel: forged })).rejects.toMatchObject({
    name: 'RequestRejected',
  });
});

test('one request gets a bounded number of attempts', async () => {
  const stubborn = messageRequest(cluster.directory, key.id, 'again and again');
  const codes: string[] = [];
  for (let attempt = 0; attempt < 65; attempt++) {
    const descriptor = await signingDescriptor(coordinator, key, stubborn, [ONE, TWO]);
    const [one] = await offerToAll(coordinator, key, stubborn, descriptor);
    codes.push(one?.kind === 'refused' ? one.value.code : (one?.kind ?? ''));
  }
  expect(codes.slice(0, 64)).toEqual(Array(64).fill('signed'));
  expect(codes[64]).toBe('too-many-attempts');
});
