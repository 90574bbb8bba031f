import { MAX_WAIT_MS } from '@quorate/requests';
import type { ClientConfig, WaitOptions } from '../clientConfig.ts';
import type { Failure, Result } from '../outcome.ts';
import { isTransient } from './failures.ts';
import { sleep } from './sleep.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** Below the API's limit, so that proxies with a 30 s timeout do not cut in. */
const LONGEST_WAIT_MS = Math.min(25_000, MAX_WAIT_MS);
/** The coordinator answers a long-poll at the end only; whoever watches wants to see what happens before. */
const WATCHED_WAIT_MS = 1_000;

/** How a wait ended: the last view, if there was one, and the last failure, if that came after it. */
export interface Polled<View> {
  readonly view?: View;
  readonly failure?: Failure;
}

/**
 * Asks again and again until the view is final, the coordinator refuses, or the time is over. A network failure is no
 * answer: it is asked again after a pause that doubles.
 * @param ask one long-poll; `waitMs` is how long the coordinator may hold its answer back
 */
export async function poll<View>(
  config: Pick<ClientConfig, 'now' | 'sleep'>,
  { until, onView, signal }: WaitOptions<View>,
  ask: (waitMs: number) => Promise<Result<View>>,
  isFinal: (view: View) => boolean,
): Promise<Polled<View>> {
  const pauseFor = config.sleep ?? sleep;
  const left = () => timeLeft(config, until);
  let last: Polled<View> = {};
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const result = await ask(onView ? Math.min(left(), WATCHED_WAIT_MS) : longestWait(config, { until }));
    if (result.kind === 'done') {
      last = { view: result.value };
      onView?.(result.value);
      if (isFinal(result.value)) return last;
    } else {
      last = { ...last, failure: result };
      if (!isTransient(result)) return last;
    }
    if (signal?.aborted || left() === 0) return last;
    // Also after an answer that is not final: a coordinator that answers at once must not make us spin.
    pause = result.kind === 'done' ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
    await pauseFor(Math.min(pause, left()), signal);
    if (signal?.aborted) return last;
  }
}

/** How long the coordinator may hold one answer back, for whoever does not watch. */
export function longestWait(config: Pick<ClientConfig, 'now'>, { until }: { readonly until: number }): number {
  return Math.min(timeLeft(config, until), LONGEST_WAIT_MS);
}

function timeLeft({ now }: Pick<ClientConfig, 'now'>, until: number): number {
  return Math.max(0, until - now());
}
