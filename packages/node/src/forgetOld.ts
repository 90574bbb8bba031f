import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RequestStore } from './store/index.ts';
import type { Logger } from './telemetry/index.ts';

/**
 * Forgets requests and cancellations that expired long ago, bit by bit: links and sessions go on meanwhile. A disk that is
 * full or broken shows in the log and, at the latest, in the next request: it is no reason to stop.
 */
export async function forgetOld(
  requests: Pick<RequestStore, 'prune'>,
  log: Pick<Logger, 'debug' | 'error'>,
  nowMs: number,
  ending: AbortSignal,
): Promise<void> {
  let forgotten = 0;
  try {
    for (let some = requests.prune(nowMs); some > 0; some = requests.prune(nowMs)) {
      forgotten += some;
      await nextTurn();
      if (ending.aborted) return;
    }
    log.debug({ forgotten }, 'old requests and cancellations forgotten');
  } catch (problem) {
    log.error({ err: problem }, 'old requests could not be forgotten');
  }
}
