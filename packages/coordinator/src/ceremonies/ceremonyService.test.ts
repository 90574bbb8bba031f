import type { ControlServer, KeygenAnswer } from '@quorate/network';
import { type CeremonyView, encodeSignedOrder, fromBase64, orderHash, toHex } from '@quorate/requests';
import { SAMPLE_TIME, sampleSignedOrder } from '@quorate/requests/testing';
import { type Conviction, partyIndex, RequestRejected } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { frozen } from '../testing/fakeNodes.ts';
import { type Harness, type HarnessOptions, harness } from '../testing/harness.ts';
import { acknowledgementOf } from '../testing/honestNode.ts';

function fresh(options: HarnessOptions = {}): Harness {
  return harness({ keyKnown: false, ...options });
}

async function ordered({ ceremonies, key }: Harness): Promise<CeremonyView> {
  const { view } = ceremonies.submit(fromBase64(key.view.order));
  return ceremonies.find(view.order, 10_000);
}

function everyNode({ nodes, cluster }: Harness, behaviour: Partial<ControlServer>): void {
  for (const { id } of cluster.nodes) nodes.behave(id, behaviour);
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (problem) {
    if (problem instanceof RequestRejected) return problem.code;
    throw problem;
  }
  return 'accepted';
}

const stalled = (...missing: number[]): KeygenAnswer => ({
  kind: 'stalled',
  value: { missing: missing.map(partyIndex), left: [], reason: 'round 2 timed out' },
});

test('a key is done when every party has proven that it stores its share', async () => {
  const made = fresh();
  const view = await ordered(made);
  expect(view).toMatchObject({ state: 'done', phase: 'done', name: 'treasury', missing: [], culprits: [] });
  expect(view.acknowledged).toEqual(['node-1', 'node-2', 'node-3']);
  expect(view.certificate).toBe(made.key.view.certificate);
  expect(view.acknowledgements).toEqual(made.key.view.acknowledgements);
  expect(made.services.keys()).toEqual([made.key.view]);
});

test('the same order again gives the same ceremony', async () => {
  const made = fresh();
  const first = made.ceremonies.submit(fromBase64(made.key.view.order));
  expect(first.isNew).toBe(true);
  expect(made.ceremonies.submit(fromBase64(made.key.view.order)).isNew).toBe(false);
  const done = await made.ceremonies.find(first.view.order, 10_000);
  expect(made.ceremonies.submit(fromBase64(made.key.view.order))).toEqual({ view: done, isNew: false });
  expect(made.nodes.callsOf('keygen')).toHaveLength(3);
});

test('attack 40b: an order that admins did not sign is refused, and no node hears of it', () => {
  const { ceremonies, nodes, key, sample } = fresh();
  const { order } = key.signedOrder;
  const submit = (encoded: Uint8Array) => codeOf(() => ceremonies.submit(encoded));
  expect(submit(encodeSignedOrder({ order, signatures: [] }))).toBe('too-few-admins');
  const forged = { order, signatures: [{ admin: 'admin-1', signature: new Uint8Array(64).fill(1) }] };
  expect(submit(encodeSignedOrder(forged))).toBe('bad-admin-signature');
  const late = sampleSignedOrder(sample, { createdAt: SAMPLE_TIME - 100, expiresAt: SAMPLE_TIME - 1 });
  expect(submit(encodeSignedOrder(late))).toBe('expired');
  expect(submit(Uint8Array.of(1))).toBe('bad-order');
  expect(nodes.calls).toEqual([]);
});

test('a second key of a name is refused, while the first is made and afterwards', async () => {
  const made = fresh();
  const { view } = made.ceremonies.submit(fromBase64(made.key.view.order));
  const again = encodeSignedOrder(sampleSignedOrder(made.sample, { orderId: new Uint8Array(32).fill(1) }));
  expect(codeOf(() => made.ceremonies.submit(again))).toBe('name-taken');
  await made.ceremonies.find(view.order, 10_000);
  expect(codeOf(() => made.ceremonies.submit(again))).toBe('name-taken');
});

test('a ceremony without all its parties fails and names those that cannot be reached', async () => {
  const made = fresh();
  made.nodes.cut('node-2');
  made.nodes.cut('node-3');
  const view = await ordered(made);
  expect(view).toMatchObject({
    ...{ state: 'failed', phase: 'gathering', missing: ['node-2', 'node-3'], culprits: [] },
    reason: 'node-2, node-3 cannot be reached',
  });
  expect(made.nodes.callsOf('keygen')).toEqual([]);
});

test('a party that links up in time takes part', async () => {
  const made = fresh({ gatherMs: 10_000 });
  made.nodes.cut('node-2');
  const { view } = made.ceremonies.submit(fromBase64(made.key.view.order));
  made.nodes.link('node-2');
  expect((await made.ceremonies.find(view.order, 10_000)).state).toBe('done');
});

test('parties that are not connected to each other yet are waited for, and named if that takes too long', async () => {
  const made = fresh({ gatherMs: 10_000 });
  const { status } = made.nodes.honest('node-3');
  const lonely = async (...call: Parameters<typeof status>) => ({ ...(await status(...call)), links: ['node-1'] });
  let asked = 0;
  made.nodes.behave('node-3', { status: (...call) => (++asked < 3 ? lonely(...call) : status(...call)) });
  expect((await ordered(made)).state).toBe('done');
  expect(asked).toBe(3);

  const never = fresh();
  never.nodes.behave('node-3', { status: lonely });
  const view = await ordered(never);
  expect(view).toMatchObject({ state: 'failed', missing: [], reason: 'node-3 is not connected to node-2' });
  expect(never.nodes.callsOf('keygen')).toEqual([]);
});

test('a node that denies the order stops the ceremony with its reason', async () => {
  const made = fresh();
  const value = { code: 'name-taken', reasons: ['a key named treasury is active already'] };
  made.nodes.behave('node-2', { prepareKeygen: () => ({ kind: 'denied', value }) });
  const view = await ordered(made);
  expect(view.reason).toBe('node-2 denied the ceremony: a key named treasury is active already');
  expect(made.nodes.callsOf('keygen')).toEqual([]);
});

test('a ceremony that stalls names who was missing, and blames nobody', async () => {
  const made = fresh();
  made.nodes.behave('node-1', { keygen: () => stalled(3) });
  made.nodes.behave('node-2', { keygen: () => stalled(3) });
  made.nodes.behave('node-3', {
    keygen() {
      made.nodes.cut('node-3');
      return frozen();
    },
  });
  const view = await ordered(made);
  expect(view).toMatchObject({ state: 'failed', phase: 'keygen', missing: ['node-3'], culprits: [] });
});

test('who waited in vain and left is not the one who was missing', async () => {
  const made = fresh();
  made.nodes.behave('node-1', { keygen: () => stalled(3) });
  made.nodes.behave('node-2', { keygen: () => stalled(1) });
  made.nodes.behave('node-3', {
    keygen() {
      made.nodes.cut('node-3');
      return frozen();
    },
  });
  expect(await ordered(made)).toMatchObject({ state: 'failed', missing: ['node-3'], culprits: [] });
});

test('of nodes that name each other nobody can say which one lies', async () => {
  const made = fresh();
  made.nodes.behave('node-1', { keygen: () => stalled(2) });
  made.nodes.behave('node-2', { keygen: () => stalled(1) });
  made.nodes.behave('node-3', { keygen: () => stalled(1) });
  expect(await ordered(made)).toMatchObject({ state: 'failed', missing: ['node-1', 'node-2'], culprits: [] });
});

test('one certificate is enough: who stalled before it had its own is given it', async () => {
  const made = fresh();
  made.nodes.behave('node-1', { keygen: () => stalled(2) });
  made.nodes.behave('node-2', { keygen: () => stalled(1) });
  const view = await ordered(made);
  expect(view.state).toBe('done');
  expect(made.nodes.callsOf('deliverCertificate').sort()).toEqual(['node-1', 'node-2', 'node-3']);
});

test('a proven cheat ends the ceremony for everybody, with the evidence', async () => {
  const conviction: Conviction = {
    ...{ code: 'bad-opening', kind: 'keygen', key: new Uint8Array(32), session: new Uint8Array(32) },
    culprits: [{ party: partyIndex(2), node: 'node-2' }],
  };
  const made = fresh({ convict: () => conviction });
  everyNode(made, { keygen: frozen });
  const fault = { code: 'bad-opening', culprits: [partyIndex(2)], evidence: Uint8Array.of(1, 2, 3) };
  made.nodes.behave('node-1', { keygen: () => ({ kind: 'fault', value: fault }) });
  const view = await ordered(made);
  expect(view).toMatchObject({ state: 'failed', culprits: ['node-2'], missing: [], evidence: 'AQID' });
  expect(made.nodes.callsOf('abort').sort()).toEqual(['node-1', 'node-2', 'node-3']);
});

const GIVING_UP: readonly [string, KeygenAnswer][] = [
  ['refuses', { kind: 'refused', value: { code: 'forbidden', reason: 'no' } }],
  [
    'accuses without proof',
    { kind: 'fault', value: { code: 'bad-opening', culprits: [partyIndex(1)], evidence: new Uint8Array(0) } },
  ],
];

test.each(GIVING_UP)('proof against a cheat that %s before it is accused is heard', async (_, word) => {
  const conviction: Conviction = {
    ...{ code: 'bad-opening', kind: 'keygen', key: new Uint8Array(32), session: new Uint8Array(32) },
    culprits: [{ party: partyIndex(2), node: 'node-2' }],
  };
  const made = fresh({ convict: ([first]) => (first === 1 ? conviction : undefined), hearMs: 60_000 });
  const proof = Promise.withResolvers<KeygenAnswer>();
  made.nodes.behave('node-1', { keygen: () => proof.promise });
  made.nodes.behave('node-2', { keygen: () => word });
  made.nodes.behave('node-3', { keygen: frozen });
  const ended = ordered(made);
  await expect.poll(() => made.nodes.callsOf('abort').sort()).toEqual(['node-1', 'node-2', 'node-3']);
  const fault = { code: 'bad-opening', culprits: [partyIndex(2)], evidence: Uint8Array.of(1, 2, 3) };
  proof.resolve({ kind: 'fault', value: fault });
  expect(await ended).toMatchObject({ state: 'failed', culprits: ['node-2'], evidence: 'AQID' });
});

test('a certificate that is on its way when another node refuses makes the key', async () => {
  const made = fresh({ hearMs: 60_000 });
  const late = Promise.withResolvers<KeygenAnswer>();
  made.nodes.behave('node-1', { keygen: () => late.promise });
  made.nodes.behave('node-2', { keygen: () => ({ kind: 'refused', value: { code: 'forbidden', reason: 'no' } }) });
  made.nodes.behave('node-3', { keygen: frozen });
  const ended = ordered(made);
  await expect.poll(() => made.nodes.callsOf('abort')).toHaveLength(3);
  late.resolve({ kind: 'certified', value: { certificate: fromBase64(made.key.view.certificate) } });
  expect((await ended).state).toBe('done');
});

test('an accusation without proof fails the ceremony and convicts nobody', async () => {
  const made = fresh();
  const fault = { code: 'bad-opening', culprits: [partyIndex(2)], evidence: new Uint8Array(0) };
  made.nodes.behave('node-1', { keygen: () => ({ kind: 'fault', value: fault }) });
  everyNodeBut(made, 'node-1', { keygen: frozen });
  const view = await ordered(made);
  expect(view).toMatchObject({ state: 'failed', culprits: [] });
  expect(view.evidence).toBeUndefined();
});

function everyNodeBut({ nodes, cluster }: Harness, but: string, behaviour: Partial<ControlServer>): void {
  for (const { id } of cluster.nodes) if (id !== but) nodes.behave(id, behaviour);
}

test('a false certificate makes no key', async () => {
  const made = fresh();
  const certificate = fromBase64(made.key.view.certificate);
  const forged = certificate.with(-1, (certificate.at(-1) ?? 0) ^ 1);
  everyNode(made, { keygen: () => ({ kind: 'certified', value: { certificate: forged } }) });
  const view = await ordered(made);
  expect(view.state).toBe('failed');
  expect(made.services.keys()).toEqual([]);
});

test('with a certificate a ceremony no longer fails: it waits for the last party to store its share', async () => {
  const made = fresh();
  made.nodes.behave('node-3', {
    deliverCertificate() {
      throw new RequestRejected('internal', 'the disk is full');
    },
  });
  const { view } = made.ceremonies.submit(fromBase64(made.key.view.order));
  await expect
    .poll(async () => made.ceremonies.find(view.order, 0))
    .toMatchObject({ state: 'running', phase: 'storing', acknowledged: ['node-1', 'node-2'], missing: ['node-3'] });
  made.nodes.behave('node-3', {});
  expect((await made.ceremonies.find(view.order, 10_000)).state).toBe('done');
});

test("an acknowledgement that proves another party's share is not counted", async () => {
  const made = fresh();
  made.nodes.behave('node-3', { deliverCertificate: () => ({ acknowledgement: acknowledgementOf(made.key, 1) }) });
  const { view } = made.ceremonies.submit(fromBase64(made.key.view.order));
  await expect
    .poll(async () => made.ceremonies.find(view.order, 0))
    .toMatchObject({ state: 'running', missing: ['node-3'] });
  await made.ceremonies.stop();
});

test('a stop answers whoever waits; the next process finishes the ceremony with the key that the nodes made', async () => {
  const first = fresh();
  everyNode(first, { keygen: frozen });
  const { view } = first.ceremonies.submit(fromBase64(first.key.view.order));
  await expect.poll(() => first.nodes.callsOf('keygen')).toHaveLength(3);
  const waiting = first.ceremonies.find(view.order, 30_000);
  await first.ceremonies.stop();
  expect((await waiting).state).toBe('running');
  expect(first.nodes.callsOf('abort')).toEqual([]);

  const second = fresh({ ledger: first.ledger });
  const active = [0, 1, 2].map((i) => ({
    order: fromBase64(second.key.view.order),
    certificate: fromBase64(second.key.view.certificate),
    acknowledgement: acknowledgementOf(second.key, i + 1),
  }));
  for (const [i, { id }] of second.cluster.nodes.entries()) {
    second.nodes.behave(id, { listKeys: () => ({ active: active.slice(i, i + 1), pending: [] }) });
    second.nodes.cut(id);
  }
  second.reconciler.start();
  second.ceremonies.resume();
  for (const { id } of second.cluster.nodes) second.nodes.link(id);
  expect((await second.ceremonies.find(view.order, 10_000)).state).toBe('done');
  expect(second.nodes.callsOf('keygen')).toEqual([]);
});

const NODES = ['node-1', 'node-2', 'node-3'];
const FAULT: KeygenAnswer = {
  kind: 'fault',
  value: { code: 'bad-opening', culprits: [partyIndex(2)], evidence: new Uint8Array(0) },
};

/** What node `party` lists once it holds the key. */
function listing({ key }: Harness, party: number): ControlServer['listKeys'] {
  const { order, certificate } = key.view;
  const acknowledgement = acknowledgementOf(key, party);
  const active = [{ order: fromBase64(order), certificate: fromBase64(certificate), acknowledgement }];
  return () => ({ active, pending: [] });
}

test('a ceremony declared failed is done when a node shows its certificate later', async () => {
  const made = fresh();
  made.ceremonies.resume();
  made.reconciler.start();
  everyNode(made, { keygen: () => FAULT });
  const failed = await ordered(made);
  expect(failed.state).toBe('failed');
  made.nodes.cut('node-3');
  made.nodes.behave('node-3', { listKeys: listing(made, 3) });
  made.nodes.link('node-3');
  await expect
    .poll(() => made.ceremonies.find(failed.order, 1000))
    .toMatchObject({
      ...{ state: 'done', phase: 'done', acknowledged: NODES, missing: [] },
      certificate: made.key.view.certificate,
    });
  expect((await made.ceremonies.find(failed.order, 0)).reason).toBeUndefined();
});

test('a certificate that arrives after another node gave up still makes the key', async () => {
  const made = fresh();
  made.ceremonies.resume();
  const late = Promise.withResolvers<KeygenAnswer>();
  everyNode(made, { keygen: frozen });
  made.nodes.behave('node-1', { keygen: () => FAULT });
  made.nodes.behave('node-2', { keygen: () => late.promise });
  const failed = await ordered(made);
  expect(failed.state).toBe('failed');
  late.resolve({ kind: 'certified', value: { certificate: fromBase64(made.key.view.certificate) } });
  await expect.poll(() => made.ceremonies.find(failed.order, 1000)).toMatchObject({ state: 'done' });
});

test('a ceremony that failed while its key became known is done after a restart', async () => {
  const first = fresh();
  everyNode(first, { keygen: () => FAULT });
  const failed = await ordered(first);
  first.keys.learn(fromBase64(first.key.view.order), fromBase64(first.key.view.certificate));
  expect((await first.ceremonies.find(failed.order, 0)).state).toBe('failed');

  const second = fresh({ ledger: first.ledger });
  second.ceremonies.resume();
  expect((await second.ceremonies.find(failed.order, 10_000)).state).toBe('done');
});

test('after a restart a key without all its proofs of storage still does not fail for a party that is away', async () => {
  const first = fresh();
  first.nodes.behave('node-3', { deliverCertificate: frozen });
  const { view } = first.ceremonies.submit(fromBase64(first.key.view.order));
  await expect.poll(() => first.keys.all()).toHaveLength(1);
  first.nodes.cut('node-3');
  await first.ceremonies.stop();

  const second = fresh({ ledger: first.ledger });
  second.nodes.cut('node-3');
  second.ceremonies.resume();
  await expect
    .poll(() => second.ceremonies.find(view.order, 0))
    .toMatchObject({ state: 'running', phase: 'storing', missing: ['node-3'] });
  second.nodes.link('node-3');
  expect((await second.ceremonies.find(view.order, 10_000)).state).toBe('done');
});

test('an unknown ceremony is said to be unknown', async () => {
  const { ceremonies, key } = fresh();
  const hash = toHex(orderHash(key.signedOrder.order));
  await expect(ceremonies.find(hash, 0)).rejects.toMatchObject({ code: 'unknown-ceremony' });
});
