/** What one failed attempt tells: nobody is proven guilty by it, so it only makes a choice less likely (attack 39). */
export interface Doubts {
  /** How much is held against choosing this node at all. 0 when nothing is. */
  node(id: string): number;
  /** How much is held against choosing these two together. */
  pair(a: string, b: string): number;
}

/** A doubt below this is forgotten. */
const NEGLIGIBLE = 0.1;
/**
 * A stall says "I waited for X": X may be frozen, the reporter may lie, or the link between the two may be cut. The
 * pair weighs most, so that a partition between two healthy nodes leads to another pair; the silent one weighs more
 * than the reporter, so that a frozen node is left out first.
 */
const WEIGHT = { pair: 4, missing: 2, reporter: 1, failed: 2 } as const;

interface Mark {
  readonly weight: number;
  readonly at: number;
}

/** Collects what attempts report, and forgets it with the given half-life. */
export class Suspicion implements Doubts {
  readonly #now: () => number;
  readonly #halfLifeMs: number;
  readonly #marks = new Map<string, Mark>();

  /** @param halfLifeMs Infinity to remember for ever, as within one request. */
  constructor(now: () => number, halfLifeMs: number) {
    this.#now = now;
    this.#halfLifeMs = halfLifeMs;
  }

  /** `reporter` waited in vain for each of `missing`. */
  stalled(reporter: string, missing: readonly string[]): void {
    this.#add(reporter, WEIGHT.reporter);
    for (const silent of missing) {
      this.#add(silent, WEIGHT.missing);
      this.#add(pairKey(reporter, silent), WEIGHT.pair);
    }
  }

  /** The node itself let an attempt down: lost link, no answer, refusal, a false answer. */
  failed(node: string): void {
    this.#add(node, WEIGHT.failed);
  }

  node(id: string): number {
    return this.#weight(id);
  }

  pair(a: string, b: string): number {
    return this.#weight(pairKey(a, b));
  }

  #add(key: string, weight: number): void {
    this.#marks.set(key, { weight: this.#weight(key) + weight, at: this.#now() });
  }

  #weight(key: string): number {
    const mark = this.#marks.get(key);
    if (mark === undefined) return 0;
    const weight = mark.weight * 0.5 ** ((this.#now() - mark.at) / this.#halfLifeMs);
    if (weight >= NEGLIGIBLE) return weight;
    this.#marks.delete(key);
    return 0;
  }
}

/** Node ids hold no '|', so a pair never collides with a node or another pair. */
function pairKey(a: string, b: string): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}
