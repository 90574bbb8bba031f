import type { Group } from '../groups/ciphersuite.ts';
import type { ModExp } from './arithmetic/modExp.ts';
import type { EcdsaProfile } from './parameters.ts';
import type { RandomizerPools } from './randomizers/randomizerPools.ts';

/** How a party or a judge computes: its engine, and the one profile that it accepts. */
export interface EcdsaEngine {
  readonly modExp: ModExp;
  readonly profile: EcdsaProfile;
  /** What a party has prepared: keys made with this draw from it, and compute where it has nothing. */
  readonly randomizers?: RandomizerPools;
}

/** What all parties of a threshold ECDSA key agree on, and how this one computes. */
export interface EcdsaSetting extends EcdsaEngine {
  /** secp256k1 or P-256. */
  readonly group: Group;
}
