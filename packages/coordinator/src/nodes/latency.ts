/** Before anything was measured: neither preferred to a fast node nor put behind a slow one. */
const UNKNOWN_MS = 50;
/** Weight of the newest sample: a change shows after a few answers, one hiccup does not. */
const ALPHA = 0.25;

/** Smoothed response time of every node, by which signers are chosen. */
export class LatencyBook {
  readonly #smoothed = new Map<string, number>();
  readonly #onChange: (node: string, ms: number) => void;

  constructor(onChange: (node: string, ms: number) => void = () => undefined) {
    this.#onChange = onChange;
  }

  /** @param ms how long an answer took */
  record(node: string, ms: number): void {
    // A clock that was set back must not make a node the fastest for ever.
    const sample = Math.max(0, ms);
    const before = this.#smoothed.get(node);
    const smoothed = before === undefined ? sample : before + ALPHA * (sample - before);
    this.#smoothed.set(node, smoothed);
    this.#onChange(node, smoothed);
  }

  of(node: string): number {
    return this.#smoothed.get(node) ?? UNKNOWN_MS;
  }
}
