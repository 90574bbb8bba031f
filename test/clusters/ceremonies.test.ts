import { type FrameTap, SESSION_PROTOCOL } from '@quorate/network';
import { clusterId, keyIdOf, nodeById, orderHash } from '@quorate/requests';
import {
  certificateCodec,
  equalBytes,
  type KeygenDescriptor,
  type PartyIndex,
  partyIndex,
  verifyEvidence,
} from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  acknowledges,
  createTestKey,
  decodeCertificate,
  keygenDescriptor,
  keyOrder,
  runKeygen,
  signedOrder,
  structureOf,
} from '../support/ceremonies.ts';
import { falseShareThenSilence, honest } from '../support/faults.ts';
import { type InProcessCluster, inProcessCluster } from '../support/inProcessCluster.ts';
import { messageRequest, offer, offerToAll, signingDescriptor } from '../support/signing.ts';
import { type TestCoordinator, testCoordinator } from '../support/testCoordinator.ts';

const [ONE, TWO] = [1, 2].map(partyIndex) as [PartyIndex, PartyIndex];
const hash = (byte: number) => new Uint8Array(32).fill(byte);
let cluster: InProcessCluster;
let coordinator: TestCoordinator;
let tap: FrameTap = honest;

beforeAll(async () => {
  cluster = await inProcessCluster({ admins: 3, threshold: 2, tap: (...frame) => tap(...frame) });
  coordinator = await testCoordinator(cluster.directory);
  await coordinator.linked();
}, 60_000);

afterEach(() => {
  tap = honest;
});

afterAll(async () => {
  await coordinator?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

/** How many keys of this order a node has. */
async function keysOf(node: string, order: Uint8Array) {
  const { active, pending } = await coordinator.control.call(node, 'listKeys', {});
  const count = (keys: readonly { readonly order: Uint8Array }[]) =>
    keys.filter((key) => equalBytes(key.order, order)).length;
  return { active: count(active), pending: count(pending) };
}

/** A certified key whose certificate reached the coordinator, and of the nodes only those that finished. */
async function certifiedKey(name: string) {
  const order = keyOrder(cluster.directory, name, structureOf(cluster.directory, 'frost-ed25519'));
  const encodedOrder = signedOrder(cluster.directory, order);
  const descriptor = await keygenDescriptor(coordinator, order, encodedOrder);
  const answers = await runKeygen(coordinator, encodedOrder, descriptor);
  return { order, encodedOrder, descriptor, answers };
}

test('a node that missed the end of a ceremony activates its share when the certificate comes, after a restart', async () => {
  // Before its certificate signature a party sends to each other four frames: commitment, dealing, dealt share, verdict.
  const sent = new Map<string, number>();
  tap = (from, to, protocol, frame) => {
    if (to !== 'node-3' || protocol !== SESSION_PROTOCOL) return [{ frame, delayMs: 0 }];
    const count = (sent.get(from) ?? 0) + 1;
    sent.set(from, count);
    return count > 4 ? [] : [{ frame, delayMs: 0 }];
  };
  const { encodedOrder, answers } = await certifiedKey('late');
  expect(answers.map(({ kind }) => kind)).toEqual(['certified', 'certified', 'stalled']);
  const certificate = answers[0]?.kind === 'certified' ? answers[0].value.certificate : hash(0);

  await cluster.restart('node-3');
  await coordinator.linked();
  expect(await keysOf('node-3', encodedOrder)).toEqual({ pending: 1, active: 0 });
  const delivery = { order: encodedOrder, certificate };
  const first = await coordinator.control.call('node-3', 'deliverCertificate', delivery);
  expect(acknowledges(cluster.directory, decodeCertificate(certificate), first.acknowledgement, 'node-3', 3)).toBe(
    true,
  );
  const again = await coordinator.control.call('node-3', 'deliverCertificate', delivery);
  expect(again).toEqual(first);
  expect(await keysOf('node-3', encodedOrder)).toEqual({ pending: 0, active: 1 });
});

test('shares survive a restart, readies do not', async () => {
  const key = await createTestKey(cluster.directory, coordinator, 'frost-ed25519', 'restarted');
  const request = messageRequest(cluster.directory, key.id, 'hello');
  const before = await signingDescriptor(coordinator, key, request, [ONE, TWO]);
  await cluster.restart('node-1');
  await coordinator.linked();
  const refused = await offer(coordinator, 'node-1', request, before);
  expect(refused).toMatchObject({ kind: 'refused', value: { code: 'ready-unknown' } });

  const after = await signingDescriptor(coordinator, key, request, [ONE, TWO]);
  for (const result of await offerToAll(coordinator, key, request, after)) expect(result.kind).toBe('signed');
});

test('a coordinator can order nothing: every change of a ceremony is refused', async () => {
  const { directory } = cluster;
  const order = keyOrder(directory, 'never-made', structureOf(directory, 'frost-ed25519'));
  const encoded = signedOrder(directory, order);
  const honest = await keygenDescriptor(coordinator, order, encoded);
  const changes: Partial<KeygenDescriptor>[] = [
    { key: hash(1) },
    { orderHash: hash(1) },
    { epoch: 9 },
    { cluster: hash(1) },
    { structure: structureOf(directory, 'frost-secp256k1-tr') },
    { readies: honest.readies.slice(1) },
  ];
  for (const change of changes) {
    const answers = await runKeygen(coordinator, encoded, { ...honest, ...change });
    expect(answers.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused']);
  }

  const oneAdmin = {
    ...directory,
    cluster: { ...directory.cluster, admins: { ...directory.cluster.admins, threshold: 1 } },
  };
  const denied = await coordinator.control.call('node-1', 'prepareKeygen', { order: signedOrder(oneAdmin, order) });
  expect(denied).toMatchObject({ kind: 'denied', value: { code: 'too-few-admins' } });
});

test('one order makes one key, one name names one key', async () => {
  const { order, encodedOrder, answers } = await certifiedKey('unique');
  expect(answers.map(({ kind }) => kind)).toEqual(['certified', 'certified', 'certified']);
  const again = await coordinator.control.call('node-1', 'prepareKeygen', { order: encodedOrder });
  expect(again.kind).toBe('denied');
  const namesake = keyOrder(cluster.directory, order.name, order.structure);
  const other = await coordinator.control.call('node-1', 'prepareKeygen', {
    order: signedOrder(cluster.directory, namesake),
  });
  expect(other.kind).toBe('denied');
});

test('no certificate but the whole one of this very key activates anything', async () => {
  const { encodedOrder, answers } = await certifiedKey('certified');
  const stranger = keyOrder(cluster.directory, 'other', structureOf(cluster.directory, 'frost-ed25519'));
  const [done] = answers;
  if (done?.kind !== 'certified') throw new Error('not certified');
  const { certificate } = done.value;
  const whole = decodeCertificate(certificate);
  const deliver = (order: Uint8Array, bytes: Uint8Array) =>
    coordinator.control.call('node-1', 'deliverCertificate', { order, certificate: bytes });

  await expect(deliver(signedOrder(cluster.directory, stranger), certificate)).rejects.toMatchObject({
    code: 'bad-certificate',
  });
  const partial = encodeCbor(certificateCodec, { ...whole, signatures: whole.signatures.slice(1) });
  await expect(deliver(encodedOrder, partial)).rejects.toMatchObject({ code: 'invalid-certificate' });
  const renamed = { ...whole.statement, key: keyIdOf(stranger), orderHash: orderHash(stranger) };
  const moved = encodeCbor(certificateCodec, { ...whole, statement: renamed });
  await expect(deliver(signedOrder(cluster.directory, stranger), moved)).rejects.toMatchObject({
    code: 'invalid-certificate',
  });
  await expect(deliver(encodedOrder, hash(1))).rejects.toMatchObject({ code: 'bad-certificate' });
});

test('a ceremony that a silent node holds up ends, and nobody is blamed', async () => {
  tap = (from, _to, protocol, frame) =>
    from === 'node-2' && protocol === SESSION_PROTOCOL ? [] : [{ frame, delayMs: 0 }];
  const { encodedOrder, answers } = await certifiedKey('held-up');
  expect(answers.map(({ kind }) => kind)).toEqual(['stalled', 'stalled', 'stalled']);
  const named = answers.filter((answer) => answer.kind === 'stalled' && answer.value.missing.includes(TWO));
  expect(named.length).toBeGreaterThan(0);
  expect(await keysOf('node-1', encodedOrder)).toEqual({ active: 0, pending: 0 });
});

test('attack 15: a dealer of a false share is convicted by its peers though it falls silent', async () => {
  const { directory } = cluster;
  tap = falseShareThenSilence('node-2', directory.secret('node-2'), 'node-1');
  const { encodedOrder, answers } = await certifiedKey('dealt-falsely');
  const identityOf = (node: string) => Buffer.from(nodeById(directory.cluster, node).identity, 'hex');
  const trusted = { cluster: clusterId(directory.cluster), identityOf };
  for (const answer of [answers[0], answers[2]]) {
    if (answer?.kind !== 'fault') throw new Error(`it ended ${answer?.kind}`);
    expect(verifyEvidence(answer.value.evidence, trusted)).toMatchObject({
      code: 'wrong-dealt-share',
      culprits: [{ node: 'node-2' }],
    });
  }
  expect(await keysOf('node-1', encodedOrder)).toEqual({ active: 0, pending: 0 });
});
