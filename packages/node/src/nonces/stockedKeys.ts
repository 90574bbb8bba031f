import { bytesToHex } from '@noble/hashes/utils.js';
import type { StockedKey } from './stockedKey.ts';

/**
 * Parties of all stocked keys together, this node's own seats included: each may have some hundred commitments in
 * memory. Enough for a hundred keys of three parties, or for three of a hundred.
 */
export const MAX_SEATS = 320;

/** The keys that have nonces in advance, the one used last at the end. */
export class StockedKeys {
  readonly #keys = new Map<string, StockedKey>();

  find(id: Uint8Array): StockedKey | undefined {
    return this.#keys.get(bytesToHex(id));
  }

  all(): readonly StockedKey[] {
    return [...this.#keys.values()];
  }

  hasRoomFor({ seats }: StockedKey): boolean {
    return this.all().reduce((sum, key) => sum + key.seats, seats) <= MAX_SEATS;
  }

  /** Adds the key, or marks it as used now. @returns the keys, used longest ago, that had to make room */
  touch(key: StockedKey): readonly StockedKey[] {
    this.remove(key);
    const removed: StockedKey[] = [];
    for (const oldest of this.all()) {
      if (this.hasRoomFor(key)) break;
      this.remove(oldest);
      removed.push(oldest);
    }
    this.#keys.set(bytesToHex(key.id), key);
    return removed;
  }

  remove({ id }: StockedKey): void {
    this.#keys.delete(bytesToHex(id));
  }
}
