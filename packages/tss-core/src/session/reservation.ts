import { equalBytes } from '../bytes.ts';
import { bytes, type Codec, mapped, struct, uint } from '../wire/codec.ts';

/** The most nonce pairs that one batch holds, and with it one reservation. */
export const MAX_BATCH_PAIRS = 128;

/**
 * Nonce pairs of one node's stock that it has set aside for one session: pairs `first` to `first + count - 1` of a batch
 * of commitments that it has given to its peers in advance, one per message.
 */
export interface Reservation {
  /** `batchId` of the batch, 32 bytes: the hash of every commitment in it. */
  readonly batch: Uint8Array;
  readonly first: number;
  readonly count: number;
}

/** Decoding refuses what reaches beyond the end of a batch. */
export const reservationCodec: Codec<Reservation> = mapped(
  struct<Reservation>({
    batch: bytes(32),
    first: uint(MAX_BATCH_PAIRS - 1),
    count: uint(MAX_BATCH_PAIRS, 1),
  }),
  checkReach,
  (reservation) => reservation,
);

function checkReach(reservation: Reservation): Reservation {
  if (reservation.first + reservation.count > MAX_BATCH_PAIRS) throw new Error('reaches beyond the end of a batch');
  return reservation;
}

/** Whether both name the same pairs of the same batch. */
export function sameReservation(a: Reservation, b: Reservation): boolean {
  return equalBytes(a.batch, b.batch) && a.first === b.first && a.count === b.count;
}
