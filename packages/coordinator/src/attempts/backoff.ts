import type { Timing } from './timing.ts';

/** A node joins 64 attempts for a request and no more: retries are spread over the request's life. */
const RETRIES_OVER_LIFE = 50;

/** How long to wait before one request talks to nodes again. In ms. */
export class Backoff {
  readonly #timing: Timing;
  readonly #longestMs: number;
  #failures = 0;
  #shortages = 0;

  constructor(timing: Timing, lifetimeMs: number) {
    this.#timing = timing;
    this.#longestMs = Math.max(timing.maxBackoffMs, lifetimeMs / RETRIES_OVER_LIFE);
  }

  /** After a failed attempt: the first retries follow at once, since they leave somebody out. */
  afterFailure(): number {
    const late = ++this.#failures - this.#timing.immediateRetries;
    this.#shortages = 0;
    return late <= 0 ? 0 : Math.min(this.#timing.backoffMs * 2 ** (late - 1), this.#longestMs);
  }

  /** After asking in vain for enough nodes: costs them little, so it is repeated at a steady pace. */
  afterShortage(): number {
    return Math.min(this.#timing.backoffMs * 2 ** this.#shortages++, this.#timing.maxBackoffMs);
  }
}
