import {
  type Caller,
  clusterId,
  encodeSignedCancel,
  encodeSignedRequest,
  fromBase64,
  fromHex,
  type RequestView,
  type SignRequest,
  signCancel,
  signRequest,
} from '@quorate/requests';
import {
  SAMPLE_TIME,
  type SampleCluster,
  type SampleKey,
  sampleCluster,
  sampleKey,
  sampleRequest,
} from '@quorate/requests/testing';
import type { Conviction } from '@quorate/tss-core';
import { PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import { Attempts } from '../attempts/attemptEngine.ts';
import { Suspicion } from '../attempts/suspicion.ts';
import { DEFAULT_TIMING, type Timing } from '../attempts/timing.ts';
import { AuxBook } from '../aux/auxBook.ts';
import { CeremonyService } from '../ceremonies/ceremonyService.ts';
import { Reconciler } from '../ceremonies/reconcile.ts';
import { KeyBook, keyView } from '../keys/keyBook.ts';
import { LatencyBook } from '../nodes/latency.ts';
import { PreferredSigners } from '../presigning/preferredSigners.ts';
import { CancelCourier } from '../requests/cancelCourier.ts';
import { FairQueue } from '../requests/fairQueue.ts';
import { RequestService } from '../requests/requestService.ts';
import { clusterStatus } from '../status/clusterStatus.ts';
import { type Ledger, openLedger } from '../store/ledger.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { FakeNodes } from './fakeNodes.ts';

export const DESK: Caller = { kind: 'desk', id: 'desk-1' };
export const ADMIN: Caller = { kind: 'admin', id: 'admin-1' };

export interface HarnessOptions {
  readonly nodes?: number;
  readonly threshold?: number;
  readonly timing?: Partial<Timing>;
  /** For proof after a ceremony was given up. */
  readonly hearMs?: number;
  readonly pendingPerDesk?: number;
  readonly pendingBytesPerDesk?: number;
  readonly storedBytesPerDesk?: number;
  readonly gatherMs?: number;
  /** Judges evidence in place of tss-core. */
  readonly convict?: (evidence: Uint8Array) => Conviction | undefined;
  /** Whether the coordinator knows the sample key from the start. */
  readonly keyKnown?: boolean;
  /** An earlier one's ledger, as after a restart. */
  readonly ledger?: Ledger;
  /** What its clock shows at first, in unix seconds. */
  readonly startsAt?: number;
  /** Ids of nodes whose modules attest. */
  readonly attesting?: readonly string[];
}

const made = new Map<string, { readonly sample: SampleCluster; readonly key: SampleKey }>();

/** A cluster and its key are the same every time, and take a while to make. */
function madeOnce(
  nodes: number,
  threshold: number,
  attesting: readonly string[],
): { readonly sample: SampleCluster; readonly key: SampleKey } {
  const name = `${threshold} of ${nodes}, ${attesting.join()}`;
  const known = made.get(name);
  if (known) return known;
  const sample = sampleCluster({ nodes, attesting });
  const fresh = { sample, key: sampleKey(sample, 'frost-ed25519', 'treasury', threshold) };
  made.set(name, fresh);
  return fresh;
}

/** A whole coordinator but for libp2p and HTTP, before in-memory nodes. */
export function harness(options: HarnessOptions = {}) {
  const { sample, key } = madeOnce(options.nodes ?? 3, options.threshold ?? 2, options.attesting ?? []);
  const { cluster } = sample;
  const started = performance.now();
  const now = () => Math.round((options.startsAt ?? SAMPLE_TIME) * 1000 + performance.now() - started);
  const log = createLog('silent', 'coordinator-1');
  const ledger = options.ledger ?? openLedger(':memory:', cluster.id);
  const metrics = createMetrics(() => ledger.requests.storedBytes);
  const keys = new KeyBook(cluster, ledger.keys, log);
  if (options.keyKnown ?? true) keys.learn(fromBase64(key.view.order), fromBase64(key.view.certificate));
  const nodes = new FakeNodes(sample, key);
  const convict = async (evidence: Uint8Array) => options.convict?.(evidence);
  const aux = new AuxBook({ nodes, cluster, log });
  const latency = new LatencyBook();
  const recent = new Suspicion(now, 30_000);
  const preferred = new PreferredSigners({ nodes, latency, recent, now });
  const engine = new Attempts({
    ...{ nodes, latency, convict, aux, preferred, recent, now, log, metrics },
    queue: new FairQueue(4),
    heavyQueue: new FairQueue(2),
    timing: { ...DEFAULT_TIMING, backoffMs: 5, maxBackoffMs: 20, ...options.timing },
  });
  const courier = new CancelCourier({ nodes, table: ledger.cancels, now, log });
  const requests = new RequestService({
    ...{ cluster, keys, nodes, engine, courier, now, log, metrics },
    table: ledger.requests,
    cancels: ledger.cancels,
    pendingPerDesk: options.pendingPerDesk ?? 100,
    pendingBytesPerDesk: options.pendingBytesPerDesk ?? 1 << 20,
    storedBytesPerDesk: options.storedBytesPerDesk ?? 1 << 24,
  });
  const reconciler = new Reconciler({ nodes, keys, isNode: (member) => member.startsWith('node-'), log });
  const ceremonies = new CeremonyService({
    ...{ cluster, keys, nodes, convict, aux, profile: PROFILE_3072, now, log, metrics },
    table: ledger.ceremonies,
    gatherMs: options.gatherMs ?? 20,
    redeliverMs: 5,
    hearMs: options.hearMs ?? 20,
    nodesHeard: () => reconciler.settled(),
  });
  const about = { id: 'coordinator-1', version: '0.1.0', startedAt: now(), cluster, nodes, keys, latency, now };
  const services = {
    requests,
    ceremonies,
    keys: () => keys.all().map(keyView),
    status: () => clusterStatus(about),
  };
  return {
    sample,
    cluster,
    key,
    keys,
    nodes,
    latency,
    ledger,
    requests,
    courier,
    ceremonies,
    reconciler,
    services,
    now,
    log,
    metrics,
  };
}
export type Harness = ReturnType<typeof harness>;

/** A request for the sample key, encoded as its desk sends it. */
export function encodedRequest(sample: SampleCluster, key: SampleKey, changes: Partial<SignRequest> = {}): Uint8Array {
  const request = sampleRequest(sample, { key: fromHex(key.view.key), ...changes });
  return encodeSignedRequest(signRequest(request, sample.secret(request.desk)));
}

/** The desk's word that it takes a request back. */
export function encodedCancel(sample: SampleCluster, view: RequestView, desk = view.desk): Uint8Array {
  const requestHash = fromHex(view.hash);
  const order = { version: 1, cluster: clusterId(sample.cluster), requestHash, desk, createdAt: SAMPLE_TIME } as const;
  return encodeSignedCancel(signCancel(order, sample.secret(desk)));
}
