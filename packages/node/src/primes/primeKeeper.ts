import type { PrimeProgress } from '@quorate/network';
import type { PrimeKind, PrimeStore, SpareSecret } from '../store/index.ts';
import type { Logger, Metrics } from '../telemetry/index.ts';
import type { HeavyVault } from '../vault/heavy/heavyVault.ts';

export interface PrimeKeeperModules {
  readonly store: PrimeStore;
  readonly vault: Pick<HeavyVault, 'findPrime' | 'combinePrimes'>;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'primesFound' | 'spareAuxSecrets'>;
}

/** Primes of each kind that one aux generation takes. */
const PER_KIND = 2;
const KINDS = ['safe', 'blum'] as const satisfies readonly PrimeKind[];
const NEEDED = KINDS.length * PER_KIND;

/**
 * Has the secrets of coming aux ceremonies ready: looks for primes in the background, one at a time, and combines them.
 * A node that is never asked for threshold ECDSA, and not configured for it, looks for none.
 */
export class PrimeKeeper {
  readonly #modules: PrimeKeeperModules;
  /** Whole secrets that are kept ready, whoever asks. */
  readonly #inAdvance: number;
  #isAsked = false;
  #isFilling = false;
  #stopped = false;

  constructor(modules: PrimeKeeperModules, inAdvance: number) {
    this.#modules = modules;
    this.#inAdvance = inAdvance;
  }

  /** Fills the stock, if there is to be one. */
  start(): void {
    void this.#fill();
  }

  /** The secrets of the next ceremony, or how far the search is; it begins when asked for the first time. */
  next(): SpareSecret | PrimeProgress {
    const spare = this.#modules.store.nextSpare();
    if (spare) return spare;
    this.#isAsked = true;
    void this.#fill();
    return { found: this.#found(), needed: NEEDED };
  }

  /** One was used. */
  used(): void {
    this.#show();
    this.#isAsked = false;
    void this.#fill();
  }

  /** Null where nothing is being looked for. */
  progress(): PrimeProgress | null {
    return this.#isDue() ? { found: this.#found(), needed: NEEDED } : null;
  }

  stop(): void {
    this.#stopped = true;
  }

  #isDue(): boolean {
    return this.#modules.store.countSpares() < Math.max(this.#inAdvance, this.#isAsked ? 1 : 0);
  }

  #found(): number {
    const { store } = this.#modules;
    return KINDS.reduce((sum, kind) => sum + store.list(kind, PER_KIND).length, 0);
  }

  async #fill(): Promise<void> {
    if (this.#isFilling) return;
    this.#isFilling = true;
    try {
      while (!this.#stopped && this.#isDue()) await this.#step();
    } catch (problem) {
      // Whoever asks for secrets next begins anew.
      if (!this.#stopped) this.#modules.log.error({ err: problem }, 'no primes could be found');
    } finally {
      this.#isFilling = false;
    }
  }

  async #step(): Promise<void> {
    const { store, vault, metrics } = this.#modules;
    const missing = KINDS.find((kind) => store.list(kind, PER_KIND).length < PER_KIND);
    if (missing === undefined) {
      await this.#combine();
      return;
    }
    const { sealed } = await vault.findPrime({ kind: missing, isAwaited: this.#isAsked });
    if (this.#stopped) return;
    store.add(missing, sealed);
    metrics.primesFound.inc({ kind: missing });
  }

  async #combine(): Promise<void> {
    const { store, vault } = this.#modules;
    const [safe, blum] = KINDS.map((kind) => store.list(kind, PER_KIND));
    if (!safe || !blum) return;
    const blobs = (primes: readonly SpareSecret[]) => primes.map(({ sealed }) => sealed);
    const { sealed } = await vault.combinePrimes({ blum: blobs(blum), safe: blobs(safe) });
    if (this.#stopped) return;
    store.combine([...safe, ...blum], sealed);
    this.#show();
  }

  #show(): void {
    this.#modules.metrics.spareAuxSecrets.set(this.#modules.store.countSpares());
  }
}
