import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Every metric of the coordinator. Prefix `quorate_coordinator_`. */
export interface Metrics {
  readonly registry: Registry;
  /** Requests accepted for the first time. */
  readonly requestsAccepted: Counter;
  /** Requests that left `pending`, by the state they ended in. */
  readonly requestsEnded: Counter<'state'>;
  /** From accepting a request to its end. */
  readonly requestSeconds: Histogram<'state'>;
  readonly requestsPending: Gauge;
  readonly requestsStoredBytes: Gauge<'desk'>;
  readonly attempts: Counter<'outcome'>;
  readonly attemptSeconds: Histogram<'outcome'>;
  readonly ceremoniesEnded: Counter<'state'>;
  /** 1 while the node is linked, else 0. */
  readonly nodeUp: Gauge<'node'>;
  readonly nodeLatencySeconds: Gauge<'node'>;
  readonly httpRequests: Counter<'route' | 'status'>;
}

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** @param storedBytes what the ledger keeps, by desk */
export function createMetrics(storedBytes: () => ReadonlyMap<string, number> = () => new Map()): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'quorate_coordinator_' });
  const registers = [registry];
  const named = (name: string, help: string) => ({ name: `quorate_coordinator_${name}`, help, registers });
  return {
    registry,
    requestsAccepted: new Counter(named('requests_accepted_total', 'Requests accepted for the first time')),
    requestsEnded: new Counter({
      ...named('requests_ended_total', 'Requests that left pending, by final state'),
      labelNames: ['state'],
    }),
    requestSeconds: new Histogram({
      ...named('request_seconds', 'From accepting a request to its end'),
      labelNames: ['state'],
      buckets: SECONDS,
    }),
    requestsPending: new Gauge(named('requests_pending', 'Requests that wait for their signatures')),
    requestsStoredBytes: new Gauge({
      ...named('requests_stored_bytes', "What the ledger keeps of a desk's requests"),
      labelNames: ['desk'],
      collect() {
        this.reset();
        for (const [desk, bytes] of storedBytes()) this.set({ desk }, bytes);
      },
    }),
    attempts: new Counter({ ...named('attempts_total', 'Attempts by outcome'), labelNames: ['outcome'] }),
    attemptSeconds: new Histogram({
      ...named('attempt_seconds', 'Duration of attempts by outcome'),
      labelNames: ['outcome'],
      buckets: SECONDS,
    }),
    ceremoniesEnded: new Counter({ ...named('ceremonies_ended_total', 'Ceremonies by end'), labelNames: ['state'] }),
    nodeUp: new Gauge({ ...named('node_up', '1 while the node is linked'), labelNames: ['node'] }),
    nodeLatencySeconds: new Gauge({
      ...named('node_latency_seconds', 'Smoothed response time of the node'),
      labelNames: ['node'],
    }),
    httpRequests: new Counter({
      ...named('http_requests_total', 'HTTP requests by route and status'),
      labelNames: ['route', 'status'],
    }),
  };
}
