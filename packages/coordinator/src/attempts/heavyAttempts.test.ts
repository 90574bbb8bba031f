import { decodeSignedRequest, fromBase64 } from '@quorate/requests';
import { SAMPLE_TIME, sampleCluster, sampleKey } from '@quorate/requests/testing';
import { afterEach, expect, test } from 'vitest';
import type { Fulfilment } from '../interfaces.ts';
import { KeyBook } from '../keys/keyBook.ts';
import { LatencyBook } from '../nodes/latency.ts';
import { PreferredSigners } from '../presigning/preferredSigners.ts';
import { FairQueue } from '../requests/fairQueue.ts';
import { prepareJob } from '../requests/prepareJob.ts';
import { openLedger } from '../store/ledger.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { FakeNodes } from '../testing/fakeNodes.ts';
import { encodedRequest } from '../testing/harness.ts';
import { Attempts } from './attemptEngine.ts';
import { Suspicion } from './suspicion.ts';
import { DEFAULT_TIMING } from './timing.ts';

let stop: AbortController;
afterEach(() => stop.abort());

/** Requests for an ECDSA key of nodes that have no presignatures: none of them signs until it is told to. */
function scene(heavyAtOnce: number) {
  stop = new AbortController();
  const sample = sampleCluster();
  const key = sampleKey(sample, 'ecdsa-secp256k1');
  const nodes = new FakeNodes(sample, key);
  const log = createLog('silent', 'coordinator-1');
  const keys = new KeyBook(sample.cluster, openLedger(':memory:', sample.cluster.id).keys, log);
  const known = keys.learn(fromBase64(key.view.order), fromBase64(key.view.certificate));
  const clock = { ms: SAMPLE_TIME * 1000 };
  const now = () => clock.ms;
  const latency = new LatencyBook();
  const recent = new Suspicion(now, 30_000);
  const queue = new FairQueue(4);
  const engine = new Attempts({
    ...{ nodes, latency, recent, now, log, metrics: createMetrics() },
    timing: { ...DEFAULT_TIMING, othersAfterMs: 60_000 },
    ...{ queue, heavyQueue: new FairQueue(heavyAtOnce) },
    preferred: new PreferredSigners({ nodes, latency, recent, now }),
    aux: { find: async () => ({ generation: new Uint8Array(32) }), forget: () => undefined },
    convict: async () => undefined,
  });
  const computing: (() => void)[] = [];
  for (const { id } of sample.cluster.nodes) {
    nodes.behave(id, {
      async sign({ descriptor }) {
        await new Promise<void>((done) => computing.push(done));
        return nodes.sessions.joinAs(id, descriptor);
      },
    });
  }
  const sign = (id: string): Promise<Fulfilment> => {
    const signed = encodedRequest(sample, key, { id });
    const job = prepareJob(decodeSignedRequest(signed), signed, known);
    const watcher = { onAttempt: () => undefined, onProgress: () => undefined };
    return engine.fulfil({ ...job, earlier: [], signal: stop.signal }, watcher);
  };
  const finishAll = () => {
    for (const finish of computing.splice(0)) finish();
  };
  return { nodes, clock, queue, sign, computing, finishAll };
}

const IDS = Array.from({ length: 8 }, (_, i) => `request-000${i}`);

test('no more five-round sessions are offered at once than nodes have room for, and all are signed in the end', async () => {
  const { nodes, sign, computing, finishAll } = scene(2);
  const ends = Promise.all(IDS.map(sign));
  let most = 0;
  for (let signed = 0; signed < IDS.length; signed += 2) {
    await expect.poll(() => computing.length).toBeGreaterThanOrEqual(4);
    most = Math.max(most, computing.length);
    finishAll();
  }
  expect((await ends).map(({ kind }) => kind)).toEqual(IDS.map(() => 'signed'));
  expect(most).toBe(4); // two sessions of two signers
  expect(nodes.callsOf('sign')).toHaveLength(2 * IDS.length);
});

test('whoever waits for its turn at five rounds keeps no place that other requests need', async () => {
  const { queue, sign, computing } = scene(1);
  for (const id of IDS) void sign(id);
  await expect.poll(() => computing).toHaveLength(2);
  await expect.poll(() => queue.running).toBe(0);
});

test('the nodes are asked anew when the turn comes late, and not when it comes at once', async () => {
  const { nodes, clock, sign, computing, finishAll } = scene(1);
  const ends = Promise.all(IDS.slice(0, 2).map(sign));
  await expect.poll(() => nodes.callsOf('authorize')).toHaveLength(4);
  await expect.poll(() => computing).toHaveLength(2);
  clock.ms += 5_000;
  finishAll();
  await expect.poll(() => computing).toHaveLength(2);
  expect(nodes.callsOf('authorize')).toHaveLength(6);
  finishAll();
  expect((await ends).map(({ kind }) => kind)).toEqual(['signed', 'signed']);
});
