import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export type SessionKind = 'signing' | 'keygen';
export type SessionOutcomeLabel = 'done' | 'stalled' | 'fault' | 'refused' | 'aborted';

/** Every metric of a node, in a registry of its own. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    sessions: new Counter({
      name: 'quorate_sessions_total',
      help: 'Protocol sessions that ended, by protocol and outcome.',
      labelNames: ['protocol', 'outcome'],
      registers,
    }),
    sessionSeconds: new Histogram({
      name: 'quorate_session_duration_seconds',
      help: 'Time from the acceptance of a session to its end, by protocol and outcome.',
      labelNames: ['protocol', 'outcome'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    runningSessions: new Gauge({
      name: 'quorate_sessions_running',
      help: 'Protocol sessions under way, by protocol.',
      labelNames: ['protocol'],
      registers,
    }),
    requests: new Counter({
      name: 'quorate_requests_total',
      help: 'Requests judged by this node, by decision (allowed or denied) and code.',
      labelNames: ['decision', 'code'],
      registers,
    }),
    linksUp: new Gauge({ name: 'quorate_links_up', help: 'Cluster members this node is linked to.', registers }),
    queuedFrames: new Gauge({
      name: 'quorate_queued_frames',
      help: 'Frames waiting, by queue.',
      labelNames: ['queue'],
      registers,
    }),
    activeKeys: new Gauge({ name: 'quorate_keys_active', help: 'Keys this node can sign with.', registers }),
    pendingKeys: new Gauge({
      name: 'quorate_keys_pending',
      help: 'Certified ceremonies that wait for their certificate.',
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
