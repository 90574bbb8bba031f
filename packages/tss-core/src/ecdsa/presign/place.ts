import type { PartyIndex } from '../../keys/structure.ts';
import type { EcdsaGroup } from '../ecdsaGroup.ts';

/** Where a party computes: in which group, as which signer, in which session. */
export interface PresignPlace {
  /** With its own secrets in it, see `withSecrets`. */
  readonly group: EcdsaGroup;
  readonly self: PartyIndex;
  readonly session: Uint8Array;
}
