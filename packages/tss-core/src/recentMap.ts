/** Remembers the `most` things that were put last; putting one again makes it the newest. */
export class RecentMap<K, V> {
  readonly #most: number;
  readonly #values = new Map<K, V>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Leaves its age as it is: whoever counts use puts it again. */
  get(key: K): V | undefined {
    return this.#values.get(key);
  }

  put(key: K, value: V): void {
    // A map's order is that of insertion.
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#most) break;
      this.#values.delete(oldest);
    }
  }

  values(): IterableIterator<V> {
    return this.#values.values();
  }

  delete(key: K): void {
    this.#values.delete(key);
  }
}
