interface Waiting {
  readonly start: () => void;
  readonly signal: AbortSignal;
}

/**
 * A bounded number of tasks at a time. Who waits is served in turns by owner, so that a desk with a thousand requests
 * delays another desk's one request by one turn, not by a thousand.
 */
export class FairQueue {
  readonly #limit: number;
  #running = 0;
  /** Waiting tasks of each owner; the map's order is the order of turns. */
  readonly #waiting = new Map<string, readonly Waiting[]>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get running(): number {
    return this.#running;
  }

  /** Runs the task when it is its owner's turn. Undefined, at once, if the signal aborts before that. */
  async run<T>(owner: string, signal: AbortSignal, task: () => Promise<T>): Promise<T | undefined> {
    if (!(await this.#turn(owner, signal))) return undefined;
    try {
      return await task();
    } finally {
      this.#running--;
      this.#startNext();
    }
  }

  #turn(owner: string, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const giveUp = () => resolve(false);
      const start = () => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.set(owner, [...(this.#waiting.get(owner) ?? []), { start, signal }]);
      this.#startNext();
    });
  }

  #startNext(): void {
    while (this.#running < this.#limit) {
      const next = this.#takeTurn();
      if (next === undefined) return;
      if (next.signal.aborted) continue;
      this.#running++;
      next.start();
    }
  }

  #takeTurn(): Waiting | undefined {
    const [turn] = this.#waiting;
    if (turn === undefined) return undefined;
    const [owner, [first, ...rest]] = turn;
    // Re-inserting puts the owner behind everybody else who waits.
    this.#waiting.delete(owner);
    if (rest.length > 0) this.#waiting.set(owner, rest);
    return first;
  }
}
