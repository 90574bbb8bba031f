import type { FrameTap } from '@quorate/network';
import { clusterId, nodeById } from '@quorate/requests';
import { verifyEvidence } from '@quorate/tss-core';
import { type AuxDescriptor, auxDescriptorCodec, bigintModExp } from '@quorate/tss-core/ecdsa';
import { TEST_PROFILE } from '@quorate/tss-core/testing';
import { encodeCbor } from '@quorate/tss-core/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuxOrder, auxDescriptor, auxOrder, runAux } from '../support/aux.ts';
import { falsehood, honest } from '../support/faults.ts';
import { type InProcessCluster, inProcessCluster } from '../support/inProcessCluster.ts';
import { type TestCoordinator, testCoordinator } from '../support/testCoordinator.ts';

// An aux ceremony with a coordinator that lies, and with a node that cheats.

const CHEAT = 'node-3';
let tap: FrameTap = honest;
let cluster: InProcessCluster;
let coordinator: TestCoordinator;
let ordered: AuxOrder;

beforeAll(async () => {
  cluster = await inProcessCluster({ shortEcdsa: true, roundTimeoutMs: 10_000, tap: (...frame) => tap(...frame) });
  coordinator = await testCoordinator(cluster.directory);
  await coordinator.linked();
  ordered = auxOrder(cluster.directory);
}, 120_000);

afterAll(async () => {
  await coordinator?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
}, 60_000);

function offer(node: string, descriptor: AuxDescriptor, order = ordered.encoded) {
  return coordinator.control.call(node, 'aux', { order, descriptor: encodeCbor(auxDescriptorCodec, descriptor) });
}

const refused = (code: string) => ({ kind: 'refused', value: { code, reason: expect.any(String) } });

test('an order that no admin signed makes nobody look for primes', async () => {
  const { control } = coordinator;
  const order = ordered.encoded.with(-1, (ordered.encoded.at(-1) ?? 0) ^ 1);
  const answer = await control.call('node-1', 'prepareAux', { order });
  expect(answer).toMatchObject({ kind: 'denied', value: { code: 'bad-admin-signature' } });
  expect((await control.call('node-1', 'status', {})).primes).toBeNull();
});

test('what the coordinator offers is compared with the order, and a ready opens one ceremony', async () => {
  const descriptor = await auxDescriptor(coordinator, ordered, TEST_PROFILE);
  const shorter = { ...descriptor, profile: 'cggmp24-2048' };
  expect(await offer('node-1', shorter)).toEqual(refused('descriptor-mismatch'));
  const fewer = { ...descriptor, parties: descriptor.parties.slice(0, 2), readies: descriptor.readies.slice(0, 2) };
  expect(await offer('node-1', fewer)).toEqual(refused('descriptor-mismatch'));
  const other = auxOrder(cluster.directory, 'other');
  expect(await offer('node-1', descriptor, other.encoded)).toEqual(refused('descriptor-mismatch'));
});

test('a false proof convicts its sender offline; the generation is never used, and the next ceremony makes another', async () => {
  const { directory } = cluster;
  const descriptor = await auxDescriptor(coordinator, ordered, TEST_PROFILE);
  tap = falsehood(CHEAT, directory.secret(CHEAT), 3);
  const [first] = await runAux(coordinator, ordered, descriptor);
  tap = honest;
  if (first?.kind !== 'fault') throw new Error(JSON.stringify(first));
  expect(first.value).toMatchObject({ code: 'invalid-proof', culprits: [3] });
  const identityOf = (node: string) => Uint8Array.from(Buffer.from(nodeById(directory.cluster, node).identity, 'hex'));
  const trusted = { cluster: clusterId(directory.cluster), identityOf };
  const engine = { modExp: bigintModExp, profile: TEST_PROFILE };
  expect(verifyEvidence(first.value.evidence, trusted, engine)).toMatchObject({
    ...{ code: 'invalid-proof', kind: 'aux', culprits: [{ party: 3, node: CHEAT }] },
  });

  // The primes of the first are gone: every node looks for others.
  const second = await auxDescriptor(coordinator, ordered, TEST_PROFILE);
  expect(await offer('node-1', descriptor)).toEqual(refused('session-used'));
  const [answer] = await runAux(coordinator, ordered, second);
  if (answer?.kind !== 'certified') throw new Error(JSON.stringify(answer));
  const { certificate } = answer.value;
  const { control } = coordinator;
  for (const node of cluster.nodeIds) await control.call(node, 'deliverAuxCertificate', { certificate });
  const { parties } = ordered.order.structure;
  expect((await control.call('node-2', 'listAux', { parties })).certificates).toEqual([certificate]);
}, 120_000);

test('a certificate that somebody changed, or of no ceremony of this node, activates nothing', async () => {
  const { control } = coordinator;
  const { certificates } = await control.call('node-1', 'listAux', { parties: ordered.order.structure.parties });
  const [certificate = new Uint8Array()] = certificates;
  const changed = certificate.with(-1, (certificate.at(-1) ?? 0) ^ 1);
  await expect(control.call('node-1', 'deliverAuxCertificate', { certificate: changed })).rejects.toMatchObject({
    code: 'invalid-aux-certificate',
  });
  await control.call('node-1', 'deliverAuxCertificate', { certificate });
});
