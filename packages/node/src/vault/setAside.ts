import { type Reservation, type ReservedNonces, wipeReserved } from '@quorate/tss-core';
import type { Presignature } from '@quorate/tss-core/ecdsa';

/** What was made in advance and has left its stock for the session of one ready. It is used there or nowhere. */
export type SetAside =
  | { readonly kind: 'nonces'; readonly reservation: Reservation; readonly nonces: ReservedNonces }
  | { readonly kind: 'presignature'; readonly reservation: Reservation; readonly presignature: Presignature };

/** It ends with its session, used or not. */
export function wipeSetAside(setAside: SetAside | undefined): void {
  if (setAside?.kind === 'nonces') wipeReserved(setAside.nonces);
  else setAside?.presignature.wipe();
}
