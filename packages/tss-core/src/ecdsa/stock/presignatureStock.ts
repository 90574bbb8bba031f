import { equalBytes } from '../../bytes.ts';
import type { Presignature } from '../presign/presignature.ts';

interface Stocked {
  readonly index: number;
  readonly presignature: Presignature;
}

/**
 * The presignatures that one party has made in advance with one set of signers, used in index order (cryptography.md,
 * rule 17). In memory only: what a process has forgotten, nobody can make it use again (rule 15).
 */
export class PresignatureStock {
  /** Ascending by index. */
  #stocked: readonly Stocked[] = [];
  #next = 0;

  /** The lowest index that a new one may have: above all that there ever were. */
  get next(): number {
    return this.#next;
  }

  get size(): number {
    return this.#stocked.length;
  }

  /** Keeps it, and owns it from now on. Wiped, and false, if its index is not above all others'. */
  add(index: number, presignature: Presignature): boolean {
    if (index < this.#next) {
      presignature.wipe();
      return false;
    }
    this.#next = index + 1;
    this.#stocked = [...this.#stocked, { index, presignature }];
    return true;
  }

  /** Takes the next one in order, for ever: it is the caller's, who uses or wipes it. Undefined if there is none. */
  take(): Presignature | undefined {
    const [first, ...rest] = this.#stocked;
    this.#stocked = rest;
    return first?.presignature;
  }

  /**
   * Another signer has come to this one: those up to it are of no use any more, and are wiped. None, if it is not here.
   * @param id `presignatureId`
   */
  dropThrough(id: Uint8Array): void {
    const place = this.#stocked.findIndex(({ presignature }) => equalBytes(presignature.id, id));
    for (const { presignature } of this.#stocked.slice(0, place + 1)) presignature.wipe();
    this.#stocked = this.#stocked.slice(place + 1);
  }

  wipe(): void {
    for (const { presignature } of this.#stocked) presignature.wipe();
    this.#stocked = [];
  }
}
