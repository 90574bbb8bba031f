import type { SignResult } from '@quorate/network';
import { decodeSignedRequest, fromBase64 } from '@quorate/requests';
import { SAMPLE_TIME, sampleCluster, sampleKey } from '@quorate/requests/testing';
import { type Conviction, partyIndex } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import type { JobWatcher } from '../interfaces.ts';
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

const WATCHER: JobWatcher = { onAttempt: () => undefined, onProgress: () => undefined };

test('who is convicted over one message of an ECDSA key signs none of the others', async () => {
  const sample = sampleCluster();
  const key = sampleKey(sample, 'ecdsa-secp256k1');
  const nodes = new FakeNodes(sample, key);
  const log = createLog('silent', 'coordinator-1');
  const keys = new KeyBook(sample.cluster, openLedger(':memory:', sample.cluster.id).keys, log);
  const known = keys.learn(fromBase64(key.view.order), fromBase64(key.view.certificate));
  const now = () => SAMPLE_TIME * 1000;
  const latency = new LatencyBook();
  latency.record('node-3', 1e9);
  const recent = new Suspicion(now, 30_000);
  const conviction: Conviction = {
    ...{ code: 'invalid-proof', kind: 'ecdsa-signing', key: new Uint8Array(32), session: new Uint8Array(32) },
    culprits: [{ party: partyIndex(2), node: 'node-2' }],
  };
  const engine = new Attempts({
    ...{ nodes, latency, recent, now, log, timing: DEFAULT_TIMING, metrics: createMetrics() },
    ...{ queue: new FairQueue(4), heavyQueue: new FairQueue(4) },
    preferred: new PreferredSigners({ nodes, latency, recent, now }),
    aux: { find: async () => ({ generation: new Uint8Array(32) }), forget: () => undefined },
    convict: async () => conviction,
  });
  let sessions = 0;
  nodes.behave('node-1', {
    sign({ descriptor }) {
      const fault: SignResult = {
        kind: 'fault',
        value: { code: 'invalid-proof', culprits: [partyIndex(2)], evidence: new Uint8Array(3) },
      };
      return ++sessions === 1 ? fault : nodes.sessions.joinAs('node-1', descriptor);
    },
  });
  const signed = encodedRequest(sample, key);
  const job = prepareJob(decodeSignedRequest(signed), signed, known);
  const messages = [1, 2].map((fill) => new Uint8Array(32).fill(fill));
  const { signal } = new AbortController();
  const end = await engine.fulfil({ ...job, messages, earlier: [], signal }, WATCHER);
  expect(end).toMatchObject({ kind: 'signed', signers: ['node-1', 'node-3'] });
  expect(nodes.callsOf('sign').filter((node) => node === 'node-2')).toHaveLength(1);
});
