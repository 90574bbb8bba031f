import type { AttemptView, DenialView, RequestView } from '@quorate/requests';
import type { JobWatcher } from '../interfaces.ts';
import type { RequestRecord } from '../store/requestTable.ts';
import { aborted, pause } from '../time/pause.ts';

/** Why a pending request is taken from the attempt engine. */
export type Interruption = 'expired' | 'cancelled' | 'stopping';

/** A pending request: its view as it changes, who waits for its end, and the means to end it. */
export class LiveRequest implements JobWatcher {
  readonly record: RequestRecord;
  /** A cancel order is on its way to the nodes: their denials are its doing. */
  cancelling = false;
  #view: RequestView;
  #interruption: Interruption | undefined;
  readonly #interrupted = new AbortController();
  readonly #settled = new AbortController();
  readonly #onFailedAttempt: (view: RequestView) => void;

  /** @param onFailedAttempt is given the view with the attempt in it, to be remembered */
  constructor(record: RequestRecord, onFailedAttempt: (view: RequestView) => void) {
    this.record = record;
    this.#view = record.view;
    this.#onFailedAttempt = onFailedAttempt;
  }

  get view(): RequestView {
    return this.#view;
  }

  get interruption(): Interruption | undefined {
    return this.#interruption;
  }

  /** Aborts when the request is interrupted. */
  get signal(): AbortSignal {
    return this.#interrupted.signal;
  }

  /** The first interruption counts. */
  interrupt(why: Interruption): void {
    this.#interruption ??= why;
    this.#interrupted.abort();
  }

  onAttempt(attempt: AttemptView): void {
    // What is found out of an attempt after the request has ended changes no answer that was given.
    if (this.#settled.signal.aborted) return;
    this.#view = { ...this.#view, attempts: withAttempt(this.#view.attempts, attempt) };
    if (attempt.outcome !== 'running' && attempt.outcome !== 'signed') this.#onFailedAttempt(this.#view);
  }

  onProgress(reason: string, denials: readonly DenialView[]): void {
    this.#view = { ...this.#view, reason: reason.slice(0, 2000), denials: [...denials] };
  }

  /** Shows the last view there will be, and wakes everybody who waits. */
  settle(view: RequestView): void {
    this.#view = view;
    this.#settled.abort();
  }

  /** Resolves when it is settled, but after `ms` at the latest. */
  wait(ms: number): Promise<void> {
    return pause(ms, this.#settled.signal);
  }

  settled(): Promise<void> {
    return aborted(this.#settled.signal);
  }
}

/** In the place of what was known of it, if anything. */
function withAttempt(attempts: readonly AttemptView[], attempt: AttemptView): AttemptView[] {
  const isKnown = attempts.some(({ session }) => session === attempt.session);
  if (!isKnown) return [...attempts, attempt];
  return attempts.map((one) => (one.session === attempt.session ? attempt : one));
}
