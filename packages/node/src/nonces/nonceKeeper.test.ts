import {
  COMMITMENTS_PROTOCOL,
  type CommitmentsFrame,
  commitmentsFrameCodec,
  type Host,
  type LinkState,
  type StreamProtocol,
} from '@quorate/network';
import { sampleCluster, sampleKey } from '@quorate/requests/testing';
import { certificateCodec, partyIndex, type Ready, RequestRejected } from '@quorate/tss-core';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import type { KeyRecord } from '../store/index.ts';
import { createLogger, createMetrics } from '../telemetry/index.ts';
import type { Params, Result } from '../vault/vault.ts';
import { NonceKeeper, type NonceKeeperModules } from './nonceKeeper.ts';

const sample = sampleCluster();
const { certificate } = sampleKey(sample, 'frost-ed25519');
const { certificate: otherCertificate } = sampleKey(sample, 'frost-secp256k1-tr', 'other');
const filled = (byte: number) => new Uint8Array(32).fill(byte);
const KEY = certificate.statement.key;
const BATCH = Uint8Array.of(7, 7, 7);

function record(of = certificate, name = 'treasury'): KeyRecord {
  return {
    ...{ key: of.statement.key, epoch: of.statement.epoch, name, state: 'active', party: partyIndex(1) },
    ...{ session: filled(0), order: filled(0), sealed: filled(5), acknowledgement: undefined, activatedAt: 0 },
    certificate: encodeCbor(certificateCodec, of),
  };
}

type Filling = PromiseWithResolvers<Result<'fillStock'>> & { readonly params: Params<'fillStock'> };

/** A keeper of node-1 in a world in which the test plays the vault, the store and the network. */
function keeper(marks = { low: 2, high: 10 }, records: KeyRecord[] = [record()]) {
  const protocols: StreamProtocol[] = [];
  const links: ((member: string, state: LinkState) => void)[] = [];
  const linked = new Set(['node-2', 'node-3']);
  const sent: [to: string, frame: CommitmentsFrame][] = [];
  const host: Host = {
    start: async () => undefined,
    stop: async () => undefined,
    addresses: () => [],
    linked: () => [...linked],
    isLinked: (member) => linked.has(member),
    onLink(listener) {
      links.push(listener);
      return () => undefined;
    },
    registerStream(protocol) {
      protocols.push(protocol);
      return {
        send: async (to, frame) => void sent.push([to, decodeCbor(commitmentsFrameCodec, frame, frame.length)]),
      };
    },
  };
  const fillings: Filling[] = [];
  const kept: Params<'keepBatch'>[] = [];
  const dropped: Uint8Array[] = [];
  const vault: NonceKeeperModules['vault'] = {
    fillStock(params) {
      const filling = { ...Promise.withResolvers<Result<'fillStock'>>(), params };
      fillings.push(filling);
      return filling.promise;
    },
    async keepBatch(params) {
      if (params.batch?.[0] === 0) throw new RequestRejected('bad-batch', 'it is not signed by its sender');
      kept.push(params);
      return { size: 3 };
    },
    async dropStock({ key }) {
      dropped.push(key);
      return {};
    },
  };
  const clock = { now: 0 };
  const metrics = createMetrics();
  const store: NonceKeeperModules['store'] = {
    keys: {
      active: (key) => records.find((one) => Buffer.from(one.key).equals(key)),
      activeByName: () => undefined,
      listActive: () => records,
      setAcknowledgement: () => undefined,
    },
  };
  const nonces = new NonceKeeper(
    { cluster: sample.cluster, host, store, vault, log: createLogger('silent', {}), metrics, now: () => clock.now },
    marks,
  );
  const receive = (from: string, frame: CommitmentsFrame) =>
    protocols[0]?.onFrame(from, encodeCbor(commitmentsFrameCodec, frame));
  const raw = (from: string, frame: Uint8Array) => protocols[0]?.onFrame(from, frame);
  const link = (member: string, state: LinkState) => {
    for (const listener of links) listener(member, state);
  };
  /** The vault has made what it was asked for last. */
  const made = async (size: number, ...live: number[]) => {
    fillings.at(-1)?.resolve({ batch: BATCH, live: live.map(filled), size });
    await settled();
  };
  return { ...{ nonces, protocols, fillings, kept, dropped, sent, records, clock, metrics }, receive, raw, link, made };
}

async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

function drawn(count: number | undefined): Ready {
  const reservation = count === undefined ? null : { batch: filled(1), first: 0, count };
  const fields = { party: partyIndex(1), nonce: filled(1), policyHash: filled(1), reservation, attestation: null };
  return { ...fields, signature: new Uint8Array(64) };
}

const WANT: CommitmentsFrame = { kind: 'want', value: { key: KEY } };
const STOCK = { key: KEY, epoch: 1, live: [filled(1)], batch: BATCH };

test('a key is stocked up to its high mark as soon as it is active, and its other parties get the batch', async () => {
  const { nonces, fillings, sent, made, protocols, metrics } = keeper();
  nonces.keysChanged();
  expect(fillings.map(({ params }) => params)).toEqual([
    { certificate: record().certificate, sealed: record().sealed, count: 10 },
  ]);
  await made(10, 1);
  expect(protocols.map(({ id }) => id)).toEqual([COMMITMENTS_PROTOCOL]);
  const stock: CommitmentsFrame = { kind: 'stock', value: STOCK };
  expect(sent.filter(([, { kind }]) => kind === 'stock')).toEqual([
    ['node-2', stock],
    ['node-3', stock],
  ]);
  expect(await metrics.registry.metrics()).toContain('quorate_nonces_stocked{key="treasury"} 10');
});

test('a key that this node has come to hold is asked for with its other parties', () => {
  const { nonces, sent } = keeper();
  nonces.keysChanged();
  expect(sent).toEqual([
    ['node-2', WANT],
    ['node-3', WANT],
  ]);
});

test('the stock is filled up again once it is at its low mark, not before', async () => {
  const { nonces, fillings, made } = keeper();
  nonces.keysChanged();
  await made(10, 1);
  nonces.drawn(KEY, 7, drawn(7));
  expect(fillings).toHaveLength(1);
  nonces.drawn(KEY, 1, drawn(1));
  expect(fillings.map(({ params }) => params.count)).toEqual([10, 8]);
});

test('while it is filled nothing more is asked of the vault; what was drawn meanwhile is made up for afterwards', async () => {
  const { nonces, fillings, made } = keeper();
  nonces.keysChanged();
  await made(10, 1);
  nonces.drawn(KEY, 8, drawn(8));
  nonces.drawn(KEY, 2, drawn(2));
  nonces.drawn(KEY, 1, drawn(undefined));
  expect(fillings).toHaveLength(2);
  await made(1, 1, 2);
  expect(fillings.map(({ params }) => params.count)).toEqual([10, 8, 9]);
});

test('a request that found no batch large enough gets one', async () => {
  const { nonces, fillings, made } = keeper();
  nonces.keysChanged();
  await made(10, 1);
  nonces.drawn(KEY, 4, drawn(4));
  nonces.drawn(KEY, 7, drawn(undefined));
  expect(fillings.map(({ params }) => params.count)).toEqual([10, 7]);
});

test('what is larger than the high mark is signed in two rounds', () => {
  const { nonces } = keeper();
  expect([nonces.toReserve(1), nonces.toReserve(10), nonces.toReserve(11)]).toEqual([1, 10, 0]);
});

test('with a high mark of 0 there is no stock and no protocol', () => {
  const { nonces, protocols, fillings } = keeper({ low: 0, high: 0 });
  nonces.keysChanged();
  nonces.drawn(KEY, 1, drawn(undefined));
  nonces.missing(KEY, ['node-2']);
  expect([protocols.length, fillings.length, nonces.toReserve(1)]).toEqual([0, 0, 0]);
});

test('a vault that cannot fill a stock is asked again with the next request', async () => {
  const { nonces, fillings } = keeper();
  nonces.keysChanged();
  fillings[0]?.reject(new RequestRejected('sealed-blob-rejected', 'the sealed share was changed'));
  await settled();
  expect(fillings).toHaveLength(1);
  nonces.drawn(KEY, 1, drawn(undefined));
  expect(fillings).toHaveLength(2);
});

test('one key after the other, the one used last first', async () => {
  const two = [record(), record(otherCertificate, 'other')];
  const { nonces, fillings, made } = keeper(undefined, two);
  nonces.keysChanged();
  expect(fillings).toHaveLength(1);
  await made(10, 1);
  expect(fillings).toHaveLength(2);
});

test('a key that does not sign with FROST has no stock', () => {
  const { certificate: ecdsa } = sampleKey(sample, 'ecdsa-secp256k1', 'ethereum');
  const { nonces, fillings, sent } = keeper(undefined, [record(ecdsa, 'ethereum')]);
  nonces.keysChanged();
  nonces.drawn(ecdsa.statement.key, 1, drawn(undefined));
  expect([fillings.length, sent.length]).toEqual([0, 0]);
});

test('a key that is not active any more is let go', async () => {
  const { nonces, records, dropped, made, metrics } = keeper();
  nonces.keysChanged();
  await made(10, 1);
  records.splice(0);
  nonces.keysChanged();
  expect(dropped).toEqual([KEY]);
  expect(await metrics.registry.metrics()).not.toContain('quorate_nonces_stocked{');
});

test('what another party gave goes to the vault under its own name', async () => {
  const { nonces, receive, kept, metrics } = keeper();
  nonces.keysChanged();
  await receive('node-2', { kind: 'stock', value: STOCK });
  const identity = Uint8Array.from(Buffer.from(sample.cluster.nodes[1]?.identity ?? '', 'hex'));
  expect(kept).toEqual([{ ...STOCK, scheme: 'frost-ed25519', owner: 2, identity }]);
  expect(await metrics.registry.metrics()).toContain('quorate_peer_nonces{key="treasury",node="node-2"} 3');
});

test.each<[string, string, Partial<typeof STOCK>]>([
  ['a node that is no party of the key', 'node-4', {}],
  ['a coordinator', 'coordinator-1', {}],
  ['another key', 'node-2', { key: filled(9) }],
  ['another epoch', 'node-2', { epoch: 2 }],
])('what is of %s is left alone', async (_, from, change) => {
  const { nonces, receive, kept } = keeper();
  nonces.keysChanged();
  await receive(from, { kind: 'stock', value: { ...STOCK, ...change } });
  expect(kept).toEqual([]);
});

test('a batch that the vault refuses is counted, and the next one kept', async () => {
  const { nonces, receive, raw, kept, metrics } = keeper();
  nonces.keysChanged();
  await raw('node-2', Uint8Array.of(1, 2, 3));
  await receive('node-2', { kind: 'stock', value: { ...STOCK, batch: Uint8Array.of(0) } });
  await receive('node-2', { kind: 'stock', value: STOCK });
  expect(kept).toHaveLength(1);
  expect(await metrics.registry.metrics()).toContain('quorate_commitment_batches_refused_total 1');
});

test('a peer gets everything on a new link, and when it asks, but not more than once a second', async () => {
  const { nonces, receive, link, made, sent, clock } = keeper();
  nonces.keysChanged();
  await made(10, 1);
  sent.splice(0);
  link('node-2', 'up');
  link('node-2', 'down');
  link('coordinator-1', 'up');
  expect(sent).toEqual([['node-2', { kind: 'stock', value: STOCK }]]);
  for (const now of [0, 500, 1500]) {
    clock.now = now;
    await receive('node-2', WANT);
  }
  await receive('node-4', WANT);
  expect(sent.map(([to]) => to)).toEqual(['node-2', 'node-2', 'node-2']);
});

test('what is missing is asked for', () => {
  const { nonces, sent } = keeper();
  nonces.keysChanged();
  sent.splice(0);
  nonces.missing(KEY, ['node-3']);
  nonces.missing(filled(9), ['node-3']);
  expect(sent).toEqual([['node-3', WANT]]);
});

test('once stopped it makes and keeps nothing, and complains about nothing', async () => {
  const { nonces, fillings, receive, kept } = keeper();
  nonces.keysChanged();
  nonces.stop();
  fillings[0]?.reject(new Error('the vault is closed'));
  await receive('node-2', { kind: 'stock', value: STOCK });
  nonces.keysChanged();
  await settled();
  expect([fillings.length, kept.length]).toEqual([1, 0]);
});
