import type { FrameTap } from '@quorate/network';
import { clusterId, nodeById } from '@quorate/requests';
import { type PartyIndex, partyIndex, verifyEvidence } from '@quorate/tss-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createTestKey,
  keygenDescriptor,
  keyOrder,
  runKeygen,
  signedOrder,
  structureOf,
  type TestKey,
} from '../support/ceremonies.ts';
import { equivocation, seededFaults } from '../support/faults.ts';
import { type InProcessCluster, inProcessCluster } from '../support/inProcessCluster.ts';
import { messageRequest, offerToAll, signingDescriptor } from '../support/signing.ts';
import { type TestCoordinator, testCoordinator } from '../support/testCoordinator.ts';

const [ONE, TWO, THREE] = [1, 2, 3].map(partyIndex) as [PartyIndex, PartyIndex, PartyIndex];
const honest: FrameTap = (_from, _to, _protocol, frame) => [{ frame, delayMs: 0 }];
let tap = honest;
let cluster: InProcessCluster;
let coordinator: TestCoordinator;
let key: TestKey;

beforeAll(async () => {
  cluster = await inProcessCluster({ roundTimeoutMs: 1000, tap: (...frame) => tap(...frame) });
  coordinator = await testCoordinator(cluster.directory);
  await coordinator.linked();
  const structure = structureOf(cluster.directory, 'frost-ed25519', 3);
  key = await createTestKey(cluster.directory, coordinator, 'frost-ed25519', 'all-three', {
    ...structure,
    lossAccepted: true,
  });
});

beforeEach(() => {
  tap = honest;
});

afterAll(async () => {
  await coordinator?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

async function sign(text: string) {
  const request = messageRequest(cluster.directory, key.id, text);
  const descriptor = await signingDescriptor(coordinator, key, request, [ONE, TWO, THREE]);
  return offerToAll(coordinator, key, request, descriptor);
}

test.each([1, 2, 3, 4, 5])('delayed, reordered and repeated frames change nothing (seed %i)', async (seed) => {
  tap = seededFaults(seed, { delay: 0.5, maxDelayMs: 60, duplicate: 0.5 });
  expect((await sign(`seed ${seed}`)).map(({ kind }) => kind)).toEqual(['signed', 'signed', 'signed']);
});

test.each([1, 2, 3, 4])('lost frames stall a session and convict nobody (seed %i)', async (seed) => {
  tap = seededFaults(seed, { drop: 0.2, duplicate: 0.2, delay: 0.2 });
  for (const { kind } of await sign(`seed ${seed}`)) expect(['signed', 'stalled']).toContain(kind);
  tap = honest;
  for (const { kind } of await sign(`seed ${seed}, again`)) expect(kind).toBe('signed');
});

test('a node that tells two nodes two things in a keygen is convicted, it alone, and there is no key', async () => {
  const { directory } = cluster;
  const order = keyOrder(directory, 'lied-about', structureOf(directory, 'frost-ed25519'));
  const encoded = signedOrder(directory, order);
  const descriptor = await keygenDescriptor(coordinator, order, encoded);
  tap = equivocation('node-3', directory.secret('node-3'), 'node-2', 1);
  const answers = await runKeygen(coordinator, encoded, descriptor);
  tap = honest;

  const faults = answers.flatMap((answer) => (answer.kind === 'fault' ? [answer.value] : []));
  expect(faults.length).toBeGreaterThan(0);
  const identityOf = (node: string) => Uint8Array.from(Buffer.from(nodeById(directory.cluster, node).identity, 'hex'));
  for (const { code, culprits, evidence } of faults) {
    expect(culprits).toEqual([THREE]);
    const conviction = verifyEvidence(evidence, { cluster: clusterId(directory.cluster), identityOf });
    expect(conviction).toMatchObject({ code, culprits: [{ node: 'node-3' }], kind: 'keygen' });
  }
  for (const node of cluster.nodeIds) {
    const { active, pending } = await coordinator.control.call(node, 'listKeys', {});
    expect([active.length, pending.length]).toEqual([1, 0]);
  }
});
