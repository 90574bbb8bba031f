import type { CeremonyView } from '@quorate/requests';
import { pause } from '../time/pause.ts';

/** A running ceremony: its view as it changes, and who waits for its end. */
export class LiveCeremony {
  readonly #stopping = new AbortController();
  readonly #settled = new AbortController();
  readonly #onChange: (view: CeremonyView) => void;
  #view: CeremonyView;

  /** @param onChange is given every new view, to be remembered */
  constructor(view: CeremonyView, onChange: (view: CeremonyView) => void) {
    this.#view = view;
    this.#onChange = onChange;
  }

  get view(): CeremonyView {
    return this.#view;
  }

  /** Aborts when the process stops. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Without `reason` and `primes`, old ones are dropped. */
  change(change: Partial<CeremonyView>): void {
    const { reason: _, primes: __, ...view } = this.#view;
    this.#view = { ...view, ...change };
    this.#onChange(this.#view);
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Wakes everybody who waits. */
  settle(): void {
    this.#settled.abort();
  }

  /** Resolves when it is settled, but after `ms` at the latest. */
  wait(ms: number): Promise<void> {
    return pause(ms, this.#settled.signal);
  }
}
