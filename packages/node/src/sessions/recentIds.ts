import { RecentMap } from '@quorate/tss-core';

/** The last `capacity` ids added. Forgetting an older one is harmless where the caller bounds what an unknown id costs. */
export class RecentIds {
  readonly #ids: RecentMap<string, true>;

  constructor(capacity: number) {
    this.#ids = new RecentMap(capacity);
  }

  add(id: string): void {
    this.#ids.put(id, true);
  }

  has(id: string): boolean {
    return this.#ids.get(id) !== undefined;
  }
}
