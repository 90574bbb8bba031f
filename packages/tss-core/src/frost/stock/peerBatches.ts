import { bytesToHex } from '@noble/hashes/utils.js';
import { Bug } from '../../errors.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import type { Reservation } from '../../session/reservation.ts';
import type { NonceCommitment } from '../commitments.ts';
import { batchId, type SignedBatch } from './commitmentBatch.ts';

/** Pairs that are kept of one peer, at most; its oldest batches go first. */
const MAX_PEER_PAIRS = 512;

/** The commitments that a peer set aside for one session, and the batch that proves it. */
export interface PeerCommitments {
  /** One per message. */
  readonly commitments: readonly NonceCommitment[];
  readonly batch: SignedBatch;
}

interface PeerBatch {
  readonly signed: SignedBatch;
  /** Undefined once a session here has used the pair. */
  readonly unused: (NonceCommitment | undefined)[];
}

/**
 * The batches of commitments that the other parties of one key epoch gave in advance, each received from its owner
 * itself. A pair serves one session here: what its owner names twice is not there the second time.
 */
export class PeerBatches {
  /** By owner, then by batch id (hex), oldest first. */
  readonly #owners = new Map<PartyIndex, Map<string, PeerBatch>>();

  /**
   * Keeps a batch whose signature and owner the caller has verified. One that is known already changes nothing.
   * @param commitments those of the batch, decoded
   */
  add(signed: SignedBatch, commitments: readonly NonceCommitment[]): void {
    if (commitments.length !== signed.batch.commitments.length) throw new Bug('other commitments than the batch has');
    const batches = this.#batchesOf(signed.batch.party);
    const id = bytesToHex(batchId(signed.batch));
    if (batches.has(id)) return;
    batches.set(id, { signed, unused: [...commitments] });
    forgetBeyond(batches, MAX_PEER_PAIRS);
  }

  has(owner: PartyIndex, id: Uint8Array): boolean {
    return this.#owners.get(owner)?.has(bytesToHex(id)) ?? false;
  }

  /** How many commitments of the owner are unused. */
  sizeOf(owner: PartyIndex): number {
    const batches = [...(this.#owners.get(owner)?.values() ?? [])];
    return batches.reduce((sum, { unused }) => sum + unused.filter((one) => one !== undefined).length, 0);
  }

  /** Forgets all batches of the owner but these: the others are used up, or of an earlier life of it. */
  keepOnly(owner: PartyIndex, ids: readonly Uint8Array[]): void {
    const live = new Set(ids.map(bytesToHex));
    const batches = this.#batchesOf(owner);
    for (const id of [...batches.keys()]) if (!live.has(id)) batches.delete(id);
  }

  /**
   * Takes what the owner reserved, for one session. Undefined, and nothing is taken, if the batch is not known here or
   * one of the pairs was used before.
   */
  take(owner: PartyIndex, { batch: id, first, count }: Reservation): PeerCommitments | undefined {
    const batch = this.#owners.get(owner)?.get(bytesToHex(id));
    if (!batch) return undefined;
    const commitments = batch.unused.slice(first, first + count).flatMap((commitment) => commitment ?? []);
    if (commitments.length !== count) return undefined;
    batch.unused.fill(undefined, first, first + count);
    return { commitments, batch: batch.signed };
  }

  #batchesOf(owner: PartyIndex): Map<string, PeerBatch> {
    const batches = this.#owners.get(owner) ?? new Map<string, PeerBatch>();
    this.#owners.set(owner, batches);
    return batches;
  }
}

function forgetBeyond(batches: Map<string, PeerBatch>, maxPairs: number): void {
  let pairs = 0;
  for (const { unused } of batches.values()) pairs += unused.length;
  for (const [id, { unused }] of batches) {
    if (pairs <= maxPairs) return;
    batches.delete(id);
    pairs -= unused.length;
  }
}
