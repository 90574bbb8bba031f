import { type PartyIndex, type Ready, sameReservation } from '@quorate/tss-core';
import { presignatureReservation } from '@quorate/tss-core/ecdsa';
import type { Gathering } from './gatherReadies.ts';

/** Whether all of them are there and have set the same presignature aside. */
export function haveOnePresignature(readies: readonly (Ready | undefined)[]): boolean {
  const [first] = readies;
  if (!first?.reservation) return false;
  const expected = presignatureReservation(first.reservation.batch);
  return readies.every((ready) => ready?.reservation && sameReservation(ready.reservation, expected));
}

/** Whether these may still turn out to have set one aside, once all of them have answered. */
export function mayHaveOnePresignature(
  { readies, unanswered }: Pick<Gathering, 'readies' | 'unanswered'>,
  { parties }: { readonly parties: readonly PartyIndex[] },
): boolean {
  const answered = parties.filter((party) => !unanswered.has(party));
  return answered.length < parties.length && answered.every((party) => readies.get(party)?.reservation);
}
