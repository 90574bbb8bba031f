import { Bug } from '../../errors.ts';
import type { Reservation } from '../../session/reservation.ts';
import type { NoncePair } from '../nonces.ts';
import { batchId, type SignedBatch } from './commitmentBatch.ts';

/** Batches that are used up and still named as live: sessions under way may need their commitments. */
const SPENT_BATCHES = 2;

/**
 * Nonce pairs that left the stock for one session. They sign there or nowhere: they are never put back, whatever comes
 * of the session.
 */
export interface ReservedNonces {
  readonly reservation: Reservation;
  /** The batch they stand in, as peers have it. */
  readonly batch: SignedBatch;
  /** Unused, in order, `reservation.count` of them. Whoever takes them up wipes them, see `wipeReserved`. */
  readonly pairs: readonly NoncePair[];
}

/** Nonces that were set aside for a session end with it, used or not. */
export function wipeReserved(reserved: ReservedNonces | undefined): void {
  for (const pair of reserved?.pairs ?? []) pair.wipe();
}

interface OwnBatch {
  readonly id: Uint8Array;
  readonly signed: SignedBatch;
  /** Not reserved yet; the first of them is pair `first` of the batch. */
  unused: readonly NoncePair[];
}

/**
 * The nonces that one party of one key epoch has given its peers in advance. In memory only: what a process has
 * forgotten, nobody can make it use again (cryptography.md, rule 15).
 */
export class NonceStock {
  /** Oldest first. */
  #batches: readonly OwnBatch[] = [];

  /** @param pairs of the batch's commitments, in order */
  add(signed: SignedBatch, pairs: readonly NoncePair[]): void {
    if (pairs.length !== signed.batch.commitments.length) throw new Bug('a batch of other pairs than were prepared');
    const spent = this.#batches.filter(({ unused }) => unused.length === 0);
    const forgotten = spent.slice(0, Math.max(0, spent.length - SPENT_BATCHES));
    const kept = this.#batches.filter((batch) => !forgotten.includes(batch));
    this.#batches = [...kept, { id: batchId(signed.batch), signed, unused: [...pairs] }];
  }

  /**
   * Takes the next `count` unused pairs of the oldest batch that has as many, for ever. Undefined if no batch has.
   */
  reserve(count: number): ReservedNonces | undefined {
    const batch = this.#batches.find(({ unused }) => count > 0 && unused.length >= count);
    if (!batch) return undefined;
    const first = batch.signed.batch.commitments.length - batch.unused.length;
    const pairs = batch.unused.slice(0, count);
    batch.unused = batch.unused.slice(count);
    return { reservation: { batch: batch.id, first, count }, batch: batch.signed, pairs };
  }

  /** How many pairs are unused. */
  get size(): number {
    return this.#batches.reduce((sum, { unused }) => sum + unused.length, 0);
  }

  /** Ids of the batches that sessions may name from now on: peers may forget all others of this party. */
  get live(): readonly Uint8Array[] {
    return this.#batches.map(({ id }) => id);
  }

  wipe(): void {
    for (const { unused } of this.#batches) for (const pair of unused) pair.wipe();
    this.#batches = [];
  }
}
