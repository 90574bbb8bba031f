import { RequestRejected } from '@quorate/tss-core';
import type { Logger } from '../telemetry/createLogger.ts';
import type { Metrics, SessionOutcomeLabel } from '../telemetry/metrics.ts';
import type { SessionEnd } from './runningSession.ts';
import type { SessionOffer } from './sessionHost.ts';

/** Why a session frame was thrown away. */
export type DropReason = 'undecodable' | 'not-a-member' | 'retired' | 'early';

/** One log line per session, and its metrics. */
export class SessionRecorder {
  readonly #log: Logger;
  readonly #metrics: Metrics;
  readonly #now: () => number;

  constructor({ log, metrics, now }: { log: Logger; metrics: Metrics; now: () => number }) {
    this.#log = log;
    this.#metrics = metrics;
    this.#now = now;
  }

  /** @returns to be called with the end of the session */
  begin(session: string, offer: SessionOffer): (end: SessionEnd) => void {
    const startedAt = this.#now();
    const { kind, coordinator, about } = offer;
    const parties = [...offer.plan.peers.values()];
    this.#metrics.runningSessions.inc({ protocol: kind });
    return (end) => {
      const elapsedMs = this.#now() - startedAt;
      const outcome = labelOf(end);
      this.#metrics.runningSessions.dec({ protocol: kind });
      this.#metrics.sessions.inc({ protocol: kind, outcome });
      this.#metrics.sessionSeconds.observe({ protocol: kind, outcome }, elapsedMs / 1000);
      const fields = { ...about, session, kind, coordinator, peers: parties, outcome, elapsedMs, ...detailsOf(end) };
      if (outcome === 'done') this.#log.info(fields, 'session ended');
      else this.#log.warn(fields, 'session ended');
    };
  }

  /** Callers are told of a refusal; of a bug of ours they learn only that there is one, so it is written here. */
  problem(session: string, problem: unknown): void {
    if (problem instanceof RequestRejected) this.#log.debug({ session, code: problem.code }, problem.message);
    else this.#log.error({ session, err: problem }, 'session ended by an error of this node');
  }

  dropped(reason: DropReason, from: string): void {
    this.#metrics.droppedFrames.inc({ reason });
    this.#log.debug({ reason, from }, 'session frame dropped');
  }
}

function labelOf(end: SessionEnd): SessionOutcomeLabel {
  if (end.kind === 'stalled' || end.kind === 'fault' || end.kind === 'refused') return end.kind;
  return 'done';
}

function detailsOf(end: SessionEnd): object {
  if (end.kind === 'stalled') return { missing: end.missing, reason: end.reason };
  if (end.kind === 'fault') return { code: end.code, culprits: end.culprits };
  return end.kind === 'refused' ? { code: end.code, reason: end.reason } : {};
}
