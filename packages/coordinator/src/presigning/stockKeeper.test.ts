import type { MemberId, PresignAnswer, PresignProposal, Readiness } from '@quorate/network';
import { clusterId, fromBase64 } from '@quorate/requests';
import { sampleCluster, sampleKey } from '@quorate/requests/testing';
import { type Conviction, FIRST_EPOCH, type PartyIndex, partyIndex, signReady } from '@quorate/tss-core';
import { presignDescriptorCodec, presignSubject } from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Suspicion } from '../attempts/suspicion.ts';
import type { KnownKey } from '../interfaces.ts';
import { KeyBook } from '../keys/keyBook.ts';
import { LatencyBook } from '../nodes/latency.ts';
import { openLedger } from '../store/ledger.ts';
import { createLog } from '../telemetry/log.ts';
import { FakeNodes } from '../testing/fakeNodes.ts';
import { PreferredSigners } from './preferredSigners.ts';
import { StockKeeper } from './stockKeeper.ts';

const sample = sampleCluster();
const samples = ['hot', 'cold'].map((name) => sampleKey(sample, 'ecdsa-secp256k1', name));
const AUX = new Uint8Array(32).fill(7);
const MARKS = { low: 1, high: 3 };
const NODES = ['node-1', 'node-2', 'node-3'];
const log = createLog('silent', 'coordinator-1');

/** What one node has of each key; the signers are always the same here. */
type Levels = Map<string, { size: number; next: number }>;
let stocks: Map<MemberId, Levels>;
/** Names of the keys that presignatures were made for, in order. */
let made: string[];
let nodes: FakeNodes;
let keys: KeyBook;
let recent: Suspicion;
let preferred: PreferredSigners;
/** When signers were asked for them, in order. */
let proposedAt: number[];
/** It goes on by what the keeper pauses for, and by nothing else. */
let clock: number;
let isBusy: () => boolean;
let keeper: StockKeeper;

beforeEach(() => {
  stocks = new Map(NODES.map((node) => [node, new Map()]));
  made = [];
  proposedAt = [];
  clock = 0;
  isBusy = () => false;
  const [first] = samples;
  if (!first) throw new Error('no key');
  nodes = new FakeNodes(sample, first);
  const ledger = openLedger(':memory:', sample.cluster.id);
  keys = new KeyBook(sample.cluster, ledger.keys, log);
  for (const { view } of samples) keys.learn(fromBase64(view.order), fromBase64(view.certificate));
  recent = new Suspicion(() => 0, 30_000);
  preferred = new PreferredSigners({ nodes, latency: new LatencyBook(), recent, now: () => 0 });
  const aux = { find: async () => ({ generation: AUX }), forget: () => undefined };
  const convict = async (): Promise<Conviction> => conviction;
  keeper = new StockKeeper({
    ...{ nodes, keys, convict, aux, preferred, recent, log, now: () => clock, pause, isBusy: () => isBusy() },
  });
  for (const node of NODES) behave(node);
});

afterEach(() => keeper.stop());

const conviction: Conviction = {
  ...{ code: 'invalid-proof', kind: 'presign', key: AUX, session: AUX },
  culprits: [{ party: partyIndex(2), node: 'node-2' }],
};

async function pause(ms: number): Promise<void> {
  clock += ms;
  await new Promise(setImmediate);
}

/** Waits for turns of the event loop, of which a busy machine takes as many as an idle one. */
async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; !holds(); turn++) {
    if (turn > 10_000) throw new Error(`waited in vain for ${holds}`);
    await new Promise(setImmediate);
  }
}

function preferredNodes(): readonly MemberId[] {
  return preferred.of(keys.byName('hot') ?? fail())?.nodes ?? [];
}

/** Until every stock has been looked at again and again. */
const looked = () => until(() => clock > 20_000);

/** A node that makes presignatures, and ends each session as `end` says. */
function behave(node: MemberId, end?: () => Promise<PresignAnswer>): void {
  const party = partyIndex(Number(node.split('-')[1]));
  nodes.behave(node, {
    status: async (call, context) => ({
      ...(await nodes.honest(node).status(call, context)),
      presignatures: { ...MARKS, stocks: levelsOf(node) },
    }),
    preparePresign: (proposal) => {
      proposedAt.push(clock);
      return ready(node, party, proposal);
    },
    presign: ({ descriptor }) => (end ? end() : presign(node, descriptor)),
  });
}

function keyOf(id: Uint8Array): KnownKey {
  const key = keys.get(Buffer.from(id).toString('hex'));
  if (!key) throw new Error('an unknown key');
  return key;
}

function levelsOf(node: MemberId) {
  return [...(stocks.get(node) ?? [])].map(([name, level]) => {
    const { key, structure } = keys.byName(name)?.certificate.statement ?? { key: AUX, structure: undefined };
    const pair = preferred.of({ id: Buffer.from(key).toString('hex'), structure: structure ?? fail() });
    return { key, assignment: pair?.assignment ?? [], ...level };
  });
}

function fail(): never {
  throw new Error('there is no such key');
}

function ready(
  node: MemberId,
  party: PartyIndex,
  { key, auxGeneration, assignment, index }: PresignProposal,
): Readiness {
  const { groupKey, structure } = keyOf(key).certificate.statement;
  const about = { cluster: clusterId(sample.cluster), key, groupKey, scheme: structure.scheme, epoch: FIRST_EPOCH };
  const subject = presignSubject({ version: 1, ...about, auxGeneration, assignment, index });
  const nonce = crypto.getRandomValues(new Uint8Array(32));
  const statement = { cluster: about.cluster, key, subject, party, nonce, policyHash: new Uint8Array(32) };
  return { kind: 'ready', value: signReady(statement, sample.secret(node)) };
}

async function presign(node: MemberId, encoded: Uint8Array): Promise<PresignAnswer> {
  const { key, index } = decodeCbor(presignDescriptorCodec, encoded, 1 << 20);
  const { name } = keyOf(key);
  const level = stocks.get(node)?.get(name);
  stocks.get(node)?.set(name, { size: (level?.size ?? 0) + 1, next: index + 1 });
  if (node === preferred.of(keyOf(key))?.nodes[0]) made.push(name);
  return { kind: 'presigned', value: { presignature: AUX } };
}

function have(sizes: { readonly hot: number; readonly cold: number }): void {
  for (const levels of stocks.values())
    for (const [name, size] of Object.entries(sizes)) levels.set(name, { size, next: 9 });
}

test('every key is filled up to its high mark, the emptiest first', async () => {
  have({ hot: 1, cold: 0 });
  keeper.start();
  await looked();
  expect(made).toHaveLength(5);
  expect(made[0]).toBe('cold');
  expect(made.filter((name) => name === 'hot')).toHaveLength(2);
});

test('a key above its low mark is left alone', async () => {
  have({ hot: 2, cold: 3 });
  keeper.start();
  await looked();
  expect(made).toEqual([]);
});

test('nothing is proposed while requests are on their way', async () => {
  isBusy = () => clock < 500;
  keeper.start();
  await until(() => made.length > 0);
  expect(proposedAt[0]).toBe(500);
});

test('requests without end are given way to for two seconds', async () => {
  isBusy = () => true;
  keeper.start();
  await until(() => made.length > 0);
  expect(proposedAt[0]).toBe(2000);
});

test('a key is not stocked where one of its signers keeps none', async () => {
  for (const node of NODES) nodes.behave(node, {});
  keeper.start();
  await looked();
  expect(nodes.callsOf('preparePresign')).toEqual([]);
});

test('a signer that stalls is doubted, and another one takes its place', async () => {
  behave('node-2', async () => ({ kind: 'stalled', value: { missing: [], left: [], reason: 'no reason' } }));
  keeper.start();
  await until(() => recent.node('node-2') > 0);
  expect(nodes.callsOf('abort').length).toBeGreaterThan(0);
  await until(() => !preferredNodes().includes('node-2'));
});

test('a signer that provably cheated is never asked again', async () => {
  const fault = { code: 'invalid-proof', culprits: [partyIndex(2)], evidence: new Uint8Array(10) };
  behave('node-1', async () => ({ kind: 'fault', value: fault }));
  keeper.start();
  await until(() => preferredNodes().join() === 'node-1,node-3');
  expect(recent.node('node-2')).toBe(0);
});

test('evidence that comes after another failure convicts all the same, and its finder is not doubted', async () => {
  const fault = { code: 'invalid-proof', culprits: [partyIndex(2)], evidence: new Uint8Array(10) };
  const cheatSays = Promise.withResolvers<void>();
  behave('node-1', async () => {
    await cheatSays.promise;
    await new Promise(setImmediate);
    return { kind: 'fault', value: fault };
  });
  behave('node-2', async () => {
    cheatSays.resolve();
    return { kind: 'stalled', value: { missing: [partyIndex(1)], left: [], reason: 'node-1 left' } };
  });
  keeper.start();
  await until(() => preferredNodes().join() === 'node-1,node-3');
  expect(recent.node('node-1')).toBe(0);
});

test('a node that will not is asked again, later each time, and not doubted', async () => {
  const asked: { name: string; at: number }[] = [];
  nodes.behave('node-1', {
    status: async (call, context) => ({
      ...(await nodes.honest('node-1').status(call, context)),
      presignatures: { ...MARKS, stocks: [] },
    }),
    preparePresign: ({ key }) => {
      asked.push({ name: keyOf(key).name, at: clock });
      return { kind: 'denied', value: { code: 'busy', reasons: ['busy'] } };
    },
  });
  keeper.start();
  await looked();
  expect(asked.flatMap(({ name, at }) => (name === 'hot' ? at : []))).toEqual([0, 6000, 16_000]);
  expect(NODES.map((node) => recent.node(node))).toEqual([0, 0, 0]);
  expect(nodes.callsOf('presign')).toEqual([]);
});
