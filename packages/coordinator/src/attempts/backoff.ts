import type { Timing } from './timing.ts';

/** A node joins 64 attempts for a request and no more: retries are spread over the request's life. */
const RETRIES_OVER_LIFE = 50;
/** A node that is back is news so often; one that comes and goes would have those attempts used up. */
const RETURNS_OF_A_NODE = 3;

/** How long to wait before one request talks to nodes again. In ms. */
export class Backoff {
  readonly #timing: Timing;
  readonly #longestMs: number;
  #immediate = 0;
  #delayed = 0;
  #shortages = 0;
  readonly #returns = new Map<string, number>();

  constructor(timing: Timing, lifetimeMs: number) {
    this.#timing = timing;
    this.#longestMs = Math.max(timing.maxBackoffMs, lifetimeMs / RETRIES_OVER_LIFE);
  }

  /**
   * After a failed attempt.
   * @param doubtful it was tried for want of a better choice. Otherwise the next follows at once, leaving somebody out
   */
  afterFailure(doubtful: boolean): number {
    this.#shortages = 0;
    if (!doubtful && this.#immediate++ < this.#timing.immediateRetries) return 0;
    return Math.min(this.#timing.backoffMs * 2 ** this.#delayed++, this.#longestMs);
  }

  /** After asking in vain for enough nodes: costs them little, so it is repeated at a steady pace. */
  afterShortage(): number {
    return Math.min(this.#timing.backoffMs * 2 ** this.#shortages++, this.#timing.maxBackoffMs);
  }

  /** Whether the wait ends since this node is back. */
  endsBy(node: string): boolean {
    const returns = (this.#returns.get(node) ?? 0) + 1;
    this.#returns.set(node, returns);
    return returns <= RETURNS_OF_A_NODE;
  }
}
