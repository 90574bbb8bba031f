import { referencesHold, type SigningDescriptor } from '../../session/descriptor.ts';
import { type Reservation, sameReservation } from '../../session/reservation.ts';

/** How a ready names the presignature that its signer has set aside. */
export function presignatureReservation(id: Uint8Array): Reservation {
  return { batch: id, first: 0, count: 1 };
}

/**
 * The presignature that a session signs its one message with, where every signer has set aside the same one.
 * @returns its id; undefined if they have not, or the session names none
 */
export function namedPresignature(descriptor: SigningDescriptor): Uint8Array | undefined {
  const { presignatures, messages } = descriptor;
  const [first] = presignatures;
  if (!first || messages.length !== 1 || !referencesHold(descriptor)) return undefined;
  const expected = presignatureReservation(first.batch);
  return presignatures.every((named) => sameReservation(named, expected)) ? first.batch : undefined;
}
