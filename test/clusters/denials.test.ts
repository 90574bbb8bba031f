import { clusterId, encodeSignedCancel, signCancel } from '@quorate/requests';
import { type PartyIndex, partyIndex } from '@quorate/tss-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestKey, type TestKey } from '../support/ceremonies.ts';
import { type InProcessCluster, inProcessCluster } from '../support/inProcessCluster.ts';
import { messageRequest, offer, offerToAll, signingDescriptor, type TestRequest } from '../support/signing.ts';
import { type TestCoordinator, testCoordinator } from '../support/testCoordinator.ts';

// What every node denies by itself, whoever asks. For what a malicious coordinator tries, see test/adversary.

const [ONE, TWO] = [1, 2].map(partyIndex) as [PartyIndex, PartyIndex];
let cluster: InProcessCluster;
let coordinator: TestCoordinator;
let key: TestKey;

beforeAll(async () => {
  cluster = await inProcessCluster();
  coordinator = await testCoordinator(cluster.directory);
  await coordinator.linked();
  key = await createTestKey(cluster.directory, coordinator, 'frost-ed25519', 'treasury');
});

afterAll(async () => {
  await coordinator?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

const hash = (byte: number) => new Uint8Array(32).fill(byte);

test.each<[string, () => TestRequest, string]>([
  ['a foreign desk', () => foreignRequest(), 'bad-desk-signature'],
  ['an unknown key', () => messageRequest(cluster.directory, hash(1), 'hello'), 'unknown-key'],
  ['an expired request', () => expiredRequest(), 'expired'],
])('%s is denied with reasons', async (_, make, code) => {
  const asked = { request: make().encoded, reserve: false, signers: null };
  const answer = await coordinator.control.call('node-1', 'authorize', asked);
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
