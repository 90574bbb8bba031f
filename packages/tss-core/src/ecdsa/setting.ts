import type { Group } from '../groups/ciphersuite.ts';
import type { ModExp } from './arithmetic/modExp.ts';
import type { EcdsaProfile } from './parameters.ts';

/** What all parties of a threshold ECDSA key agree on, and the engine that this one computes with. */
export interface EcdsaSetting {
  /** secp256k1 or P-256. */
  readonly group: Group;
  readonly profile: EcdsaProfile;
  readonly modExp: ModExp;
}
