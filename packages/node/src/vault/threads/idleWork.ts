/** What a thread does once nothing has been asked of it for a while, and stops doing when something is. */
export class IdleWork {
  readonly #restMs: number;
  readonly #work: (isAwaited: () => boolean) => Promise<void>;
  #awaited = 0;
  #rest: NodeJS.Timeout | undefined;

  /** @param work asks, again and again, whether a call runs or waits, and then ends */
  constructor(restMs: number, work: (isAwaited: () => boolean) => Promise<void>) {
    this.#restMs = restMs;
    this.#work = work;
  }

  /** A call came in. */
  begin(): void {
    this.#awaited++;
    clearTimeout(this.#rest);
  }

  /** A call was answered. */
  end(): void {
    this.#awaited--;
    if (this.#awaited === 0) this.#rest = setTimeout(() => void this.#work(() => this.#awaited > 0), this.#restMs);
  }
}
