import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { FrameTap } from '@quorate/network';
import { RequestRejected } from '@quorate/tss-core';
import { type EcdsaProfile, PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import { Attempts } from './attempts/attemptEngine.ts';
import { convictor } from './attempts/convictor.ts';
import { heavyInFlight } from './attempts/heavyInFlight.ts';
import { Suspicion } from './attempts/suspicion.ts';
import { DEFAULT_TIMING } from './attempts/timing.ts';
import { AuxBook } from './aux/auxBook.ts';
import { CeremonyService } from './ceremonies/ceremonyService.ts';
import { Reconciler } from './ceremonies/reconcile.ts';
import { isLoopback } from './config/checkBind.ts';
import { type CoordinatorConfig, type HttpConfig, readText } from './config/config.ts';
import { readIdentitySecret } from './config/readIdentitySecret.ts';
import { createServer } from './http/createServer.ts';
import { listen } from './http/listen.ts';
import { KeyBook, keyView } from './keys/keyBook.ts';
import { connect } from './nodes/connect.ts';
import { LatencyBook } from './nodes/latency.ts';
import { watchLinks } from './nodes/watchLinks.ts';
import { PreferredSigners } from './presigning/preferredSigners.ts';
import { StockKeeper } from './presigning/stockKeeper.ts';
import { CancelCourier } from './requests/cancelCourier.ts';
import { FairQueue } from './requests/fairQueue.ts';
import { RequestService } from './requests/requestService.ts';
import { clusterStatus } from './status/clusterStatus.ts';
import { type Ledger, openLedger } from './store/ledger.ts';
import { createLog, type Logger } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { pause } from './time/pause.ts';
import { VERSION } from './version.ts';

/** What requests hold against a node fades by half in this time. */
const DOUBT_HALF_LIFE_MS = 30_000;
/** How long a ceremony waits for parties that are not linked. */
const GATHER_MS = 20_000;
const REDELIVER_MS = 2_000;
/** Proof against a party of an aux ceremony is megabytes, and takes seconds to judge. */
const HEAR_MS = 10_000;
const HOUR_MS = 3_600_000;
const MIB = 1 << 20;
const PENDING_BYTES_PER_DESK = 16 * MIB;

/** What surrounds a coordinator and may be another in tests. */
export interface CoordinatorDeps {
  readonly transport?: 'tcp' | 'memory';
  readonly tap?: FrameTap;
  /** Unix milliseconds. */
  readonly now?: () => number;
  readonly log?: Logger;
  /** Short numbers for threshold ECDSA. */
  readonly profile?: EcdsaProfile;
}

export interface RunningCoordinator {
  readonly id: string;
  /** Of the HTTP API, with the port it really got. */
  readonly url: string;
  /** Answers who waits, leaves pending requests in the ledger, closes everything. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts a coordinator: every component is made and joined here, in the order in which they need each other.
 * Throws RequestRejected, with nothing left open, when it cannot start.
 */
export async function startCoordinator(
  config: CoordinatorConfig,
  deps: CoordinatorDeps = {},
): Promise<RunningCoordinator> {
  const { id, cluster, limits } = config;
  const { now = Date.now, transport = 'tcp', tap, profile = PROFILE_3072 } = deps;
  const startedAt = now();
  const log = deps.log ?? createLog(config.log.level, id);
  await using parts = new AsyncDisposableStack();

  // What it remembers.
  const ledger = parts.adopt(openLedger(join(config.dataDir, 'ledger.db'), cluster.id), (open) => open.close());
  const metrics = createMetrics(() => ledger.requests.storedBytes);
  const keys = new KeyBook(cluster, ledger.keys, log);

  // Whom it talks to.
  const identitySecret = readIdentitySecret(config.identityKeyFile);
  const network = { id, cluster, identitySecret, listen: config.listen, transport, log, ...(tap ? { tap } : {}) };
  const { host, nodes } = await connect(network);
  parts.adopt(host, (open) => open.stop());
  const nodeIds = cluster.nodes.map((node) => node.id);
  watchLinks(nodes, nodeIds, metrics);

  // What it does: fulfil requests attempt by attempt, keep the list of keys complete, run ceremonies.
  const convict = convictor(cluster, profile);
  const aux = new AuxBook({ nodes, cluster, log });
  const latency = new LatencyBook((node, ms) => metrics.nodeLatencySeconds.set({ node }, ms / 1000));
  const recent = new Suspicion(now, DOUBT_HALF_LIFE_MS);
  const queue = new FairQueue(limits.inFlight);
  const heavyQueue = new FairQueue(heavyInFlight(cluster.coordinators.length));
  const preferred = new PreferredSigners({ nodes, latency, recent, now });
  const queues = { queue, heavyQueue };
  const pursued = { preferred, nodes, latency, recent, convict, aux, timing: DEFAULT_TIMING, now, log, metrics };
  const engine = new Attempts({ ...pursued, ...queues });
  const stocks = new StockKeeper({
    ...{ nodes, keys, convict, aux, preferred, recent, now, pause, log },
    isBusy: () => queue.running + heavyQueue.running > 0,
  });
  const courier = new CancelCourier({ nodes, table: ledger.cancels, now, log });
  const requests = new RequestService({
    ...{ cluster, keys, nodes, engine, courier, now, log, metrics },
    table: ledger.requests,
    cancels: ledger.cancels,
    pendingPerDesk: limits.pendingPerDesk,
    pendingBytesPerDesk: PENDING_BYTES_PER_DESK,
    storedBytesPerDesk: limits.storedMiBPerDesk * MIB,
  });
  const reconciler = new Reconciler({ nodes, keys, isNode: (member) => nodeIds.includes(member), log });
  const ceremonies = new CeremonyService({
    ...{ cluster, keys, nodes, convict, aux, profile, now, log, metrics },
    table: ledger.ceremonies,
    gatherMs: GATHER_MS,
    redeliverMs: REDELIVER_MS,
    hearMs: HEAR_MS,
    nodesHeard: () => reconciler.settled(),
  });

  // Who talks to it.
  const services = {
    requests,
    ceremonies,
    keys: () => keys.all().map(keyView),
    status: () => clusterStatus({ id, version: VERSION, startedAt, cluster, nodes, keys, latency, now }),
  };
  const app = await createServer({
    ...{ services, cluster, version: VERSION, metrics, now, log },
    metricsAreOpen: isLoopback(config.http.host) && !config.http.behindProxy,
    tls: readTls(config.http),
  });

  // Links first, then what an earlier process left, then new requests.
  reconciler.start();
  courier.start();
  await host.start();
  parts.defer(async () => {
    await Promise.all([reconciler.stop(), courier.stop()]);
  });
  forgetOld(ledger, config, log, now);
  const forgetting = setInterval(() => forgetOld(ledger, config, log, now), HOUR_MS);
  parts.defer(() => clearInterval(forgetting));
  stocks.start();
  parts.defer(() => stocks.stop());
  requests.resume();
  ceremonies.resume();
  parts.defer(async () => {
    // Closing waits for the calls in flight, and long-polls are answered by stopping what they wait for.
    await Promise.all([app.close(), requests.stop(), ceremonies.stop()]);
  });
  const url = await listen(app, config.http);

  const running = parts.move();
  let stopping: Promise<void> | undefined;
  log.info({ url, nodes: nodeIds.length, pid: process.pid }, 'ready');
  return {
    id,
    url,
    stop() {
      stopping ??= running.disposeAsync().then(() => log.info({}, 'stopped'));
      return stopping;
    },
  };
}

/** A disk that is full or broken shows in the log and, at the latest, in the next request: it is no reason to stop. */
function forgetOld(ledger: Ledger, { retentionDays }: CoordinatorConfig, log: Logger, now: () => number): void {
  try {
    log.debug(ledger.forgetOld(now(), retentionDays), 'old requests and ceremonies forgotten');
  } catch (problem) {
    log.error({ err: problem }, 'old requests and ceremonies could not be forgotten');
  }
}

/** Throws RequestRejected `bad-config`. */
function readTls({ tls }: HttpConfig): { readonly cert: string; readonly key: string } | undefined {
  if (!tls) return undefined;
  const pem = { cert: readText(tls.certFile), key: readText(tls.keyFile) };
  try {
    createSecureContext(pem);
    return pem;
  } catch {
    throw new RequestRejected(
      'bad-config',
      `${tls.certFile} and ${tls.keyFile} are not a certificate and its key in PEM`,
    );
  }
}
