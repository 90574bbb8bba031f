import { type Assignment, partyIndex } from '@quorate/tss-core';
import type { EcdsaParty, EcdsaProfile, ModExp } from '@quorate/tss-core/ecdsa';
import { ecdsaKey, FULL_SETTING, partyOf } from '@quorate/tss-core/testing';

const SIGNERS = [partyIndex(1), partyIndex(3)];
const ASSIGNMENT: Assignment = [SIGNERS];
const ZEROS = new Uint8Array(32);

/** Two signers of a key of 2 of 3. */
export function twoSigners(profile: EcdsaProfile, modExp: ModExp): readonly EcdsaParty[] {
  const key = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]], { ...FULL_SETTING, profile, modExp });
  const header = { cluster: ZEROS, key: ZEROS, epoch: 1, session: ZEROS };
  return SIGNERS.map((party) => partyOf(key, ASSIGNMENT, header, party));
}
