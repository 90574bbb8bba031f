import { type CeremonyView, keyIdOf, orderHash, toHex } from '@quorate/requests';
import { sampleKey } from '@quorate/requests/testing';
import { expect, test } from 'vitest';
import { sample, scene, treasury, wait } from '../testing/scene.ts';
import { buildOrder } from './buildOrder.ts';

const { signedOrder, view } = treasury;
const HASH = toHex(orderHash(signedOrder.order));
const other = sampleKey(sample, 'frost-ed25519', 'other');

function ceremony(changes: Partial<CeremonyView> = {}): CeremonyView {
  return {
    order: HASH,
    name: 'treasury',
    key: toHex(keyIdOf(signedOrder.order)),
    state: 'running',
    phase: 'keygen',
    acknowledged: [],
    missing: [],
    culprits: [],
    ...changes,
  };
}
const { certificate, acknowledgements } = view;
const done = ceremony({ state: 'done', phase: 'done', certificate, acknowledgements });

async function create(...views: readonly CeremonyView[]) {
  const { coordinator, client } = await scene();
  let step = 0;
  coordinator.on('POST /v1/ceremonies', () => ({ status: 202, body: ceremony({ phase: 'gathering' }) }));
  coordinator.on(`GET /v1/ceremonies/${HASH}`, () => ({ body: views[Math.min(step++, views.length - 1)] }));
  return client.createKey(signedOrder, wait());
}

test('a key is shown when all parties certified and stored it', async () => {
  expect(await create(ceremony(), ceremony({ phase: 'storing' }), done)).toMatchObject({
    kind: 'done',
    key: { id: view.key, name: 'treasury' },
  });
});

test.each<[string, Partial<CeremonyView>, string]>([
  ['with a swapped certificate', { certificate: other.view.certificate }, 'certificate is of another key'],
  ['without a certificate', { certificate: '' }, 'certificate: not valid CBOR'],
  ['without acknowledgements', { acknowledgements: [] }, 'node-1 has not acknowledged'],
  ['under another name', { name: 'other' }, 'it calls the key other'],
  ['of another key', { key: other.view.key }, 'it speaks of another'],
  ['of another order', { order: '00'.repeat(32) }, 'it speaks of another'],
])('a key %s is refused', async (_, changes, sentence) => {
  const outcome = await create({ ...done, ...changes });
  expect(outcome).toMatchObject({ kind: 'failed', code: 'false-answer' });
  expect(outcome.kind === 'failed' && outcome.sentence).toContain(sentence);
});

test('a failed ceremony says why, and who was missing or cheated', async () => {
  const failed = ceremony({ state: 'failed', reason: 'no agreement', missing: ['node-3'], culprits: ['node-2'] });
  expect(await create(failed)).toMatchObject({
    kind: 'failed',
    code: 'ceremony-failed',
    sentence: 'key treasury was not made: no agreement; no answer from node-3; node-2 provably cheated',
  });
});

test('a ceremony that takes longer is pending, and can be waited for again', async () => {
  const { coordinator, client } = await scene();
  coordinator.on(`GET /v1/ceremonies/${HASH}`, () => ({ body: ceremony() }));
  expect((await client.waitCeremony(signedOrder, { until: Date.now() })).kind).toBe('pending');
  coordinator.on(`GET /v1/ceremonies/${HASH}`, () => ({ body: done }));
  expect((await client.waitCeremony(signedOrder, wait())).kind).toBe('done');
});

test('a dead coordinator was sent no order', async () => {
  const { coordinator, client } = await scene();
  await coordinator.close();
  expect((await client.createKey(signedOrder, wait())).kind).toBe('unreachable');
});

test('an order is signed by this client’s admin', async () => {
  const { client } = await scene();
  const { structure } = signedOrder.order;
  const signed = client.buildOrder({ name: 'fresh', structure });
  expect(signed.signatures.map(({ admin }) => admin)).toEqual(['admin-1']);
  const again = client.buildOrder({ name: 'fresh', structure });
  expect(again.order.orderId).not.toEqual(signed.order.orderId);
});

test('a client without an admin orders nothing', () => {
  const { structure } = signedOrder.order;
  const { cluster } = sample;
  const desk = { id: 'desk-1', secret: sample.secret('desk-1') };
  const config = {
    coordinatorUrl: '',
    cluster,
    desk,
    now: () => 0,
    random: (length: number) => new Uint8Array(length),
  };
  expect(() => buildOrder(config, { name: 'fresh', structure })).toThrow('this client has no admin key');
});
