import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export type SessionKind = 'signing' | 'keygen' | 'aux' | 'presign';
export type SessionOutcomeLabel = 'done' | 'stalled' | 'fault' | 'refused' | 'aborted';

/** Every metric of a node, in a registry of its own: several nodes may live in one process. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const sessionLabels = { labelNames: ['protocol', 'outcome'] as const, registers };
  eventLoopDelay(registry);
  return {
    registry,
    sessions: new Counter({
      name: 'quorate_sessions_total',
      help: 'Protocol sessions that ended, by protocol (signing, keygen, aux, presign) and outcome (done, stalled, fault, refused, aborted).',
      ...sessionLabels,
    }),
    sessionSeconds: new Histogram({
      name: 'quorate_session_duration_seconds',
      help: 'Time from the acceptance of a session to its end, by protocol and outcome.',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      ...sessionLabels,
    }),
    runningSessions: new Gauge({
      name: 'quorate_sessions_running',
      help: 'Protocol sessions under way, by protocol.',
      labelNames: ['protocol'] as const,
      registers,
    }),
    requests: new Counter({
      name: 'quorate_requests_total',
      help: 'Requests judged by this node, by decision (allowed, denied) and the code of a denial.',
      labelNames: ['decision', 'code'] as const,
      registers,
    }),
    signingRounds: new Counter({
      name: 'quorate_signing_sessions_by_rounds_total',
      help: 'Signing sessions joined, by rounds: 1 with what was made in advance; without, 2 with FROST and 5 with threshold ECDSA.',
      labelNames: ['rounds'] as const,
      registers,
    }),
    primesFound: new Counter({
      name: 'quorate_primes_found_total',
      help: 'Primes found for aux generations, by kind (blum, safe).',
      labelNames: ['kind'] as const,
      registers,
    }),
    spareAuxSecrets: new Gauge({
      name: 'quorate_spare_aux_secrets',
      help: 'Secrets of coming aux ceremonies that are ready in the store.',
      registers,
    }),
    presignaturesStocked: new Gauge({
      name: 'quorate_presignatures_stocked',
      help: 'Presignatures made in advance and unused, by key and signers.',
      labelNames: ['key', 'signers'] as const,
      registers,
    }),
    presignaturesMade: new Counter({
      name: 'quorate_presignatures_made_total',
      help: 'Presignatures made in advance.',
      registers,
    }),
    presignaturesReserved: new Counter({
      name: 'quorate_presignatures_reserved_total',
      help: 'Presignatures that were set aside for a session; those of sessions that never came are lost.',
      registers,
    }),
    noncesStocked: new Gauge({
      name: 'quorate_nonces_stocked',
      help: 'Nonces made in advance and unused, by key.',
      labelNames: ['key'] as const,
      registers,
    }),
    noncesMade: new Counter({
      name: 'quorate_nonces_made_total',
      help: 'Nonces made in advance.',
      registers,
    }),
    noncesReserved: new Counter({
      name: 'quorate_nonces_reserved_total',
      help: 'Nonces made in advance that were set aside for a session; those of sessions that never came are lost.',
      registers,
    }),
    peerNonces: new Gauge({
      name: 'quorate_peer_nonces',
      help: 'Nonces whose commitments a peer gave in advance, unused here when it last gave some, by key and node.',
      labelNames: ['key', 'node'] as const,
      registers,
    }),
    refusedBatches: new Counter({
      name: 'quorate_commitment_batches_refused_total',
      help: 'Batches of commitments that were not what their sender may give.',
      registers,
    }),
    linksUp: new Gauge({
      name: 'quorate_links_up',
      help: 'Cluster members this node is linked to.',
      registers,
    }),
    droppedFrames: new Counter({
      name: 'quorate_session_frames_dropped_total',
      help: 'Session frames thrown away: of non-members, of ended sessions, too early and too many, not decodable.',
      labelNames: ['reason'],
      registers,
    }),
    activeKeys: new Gauge({
      name: 'quorate_keys_active',
      help: 'Keys this node can sign with.',
      registers,
    }),
    pendingKeys: new Gauge({
      name: 'quorate_keys_pending',
      help: 'Certified ceremonies that wait for their certificate.',
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** A blocked network thread loses its peers: this shows it coming. Reset at every scrape. */
function eventLoopDelay(registry: Registry): void {
  const resolution = 10;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const gauge = new Gauge({
    name: 'quorate_event_loop_delay_seconds',
    help: 'Delay of the network thread since the last scrape, by quantile.',
    labelNames: ['quantile'] as const,
    registers: [registry],
    collect() {
      for (const quantile of [0.5, 0.99, 1]) {
        // The monitor measures from timer to timer, so its own interval is in every value.
        const milliseconds = delay.percentile(quantile * 100) / 1e6 - resolution;
        gauge.set({ quantile }, Math.max(0, milliseconds) / 1000);
      }
      delay.reset();
    },
  });
}
