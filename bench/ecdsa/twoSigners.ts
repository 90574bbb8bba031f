import { type Assignment, type PartyIndex, partyIndex } from '@quorate/tss-core';
import {
  type EcdsaParty,
  type EcdsaProfile,
  fillPools,
  type ModExp,
  publicKeysOf,
  RandomizerPools,
} from '@quorate/tss-core/ecdsa';
import { ecdsaKey, FULL_SETTING, partyOf } from '@quorate/tss-core/testing';
import { random } from '../peers/quorate.ts';

const SIGNERS = [partyIndex(1), partyIndex(3)];
const ASSIGNMENT: Assignment = [SIGNERS];
const ZEROS = new Uint8Array(32);
const HEADER = { cluster: ZEROS, key: ZEROS, epoch: 1, session: ZEROS };

/** Two signers of a key of 2 of 3. */
export function twoSigners(profile: EcdsaProfile, modExp: ModExp): readonly EcdsaParty[] {
  const key = keyOf(profile, modExp);
  return SIGNERS.map((party) => partyOf(key, ASSIGNMENT, HEADER, party));
}

/** The same two, who draw from pools. `prepare` fills them for one presigning of both. */
export interface PreparedSigners {
  readonly parties: readonly EcdsaParty[];
  prepare(): void;
}

export function preparedSigners(profile: EcdsaProfile, modExp: ModExp): PreparedSigners {
  const key = keyOf(profile, modExp);
  const keysOf = (party: PartyIndex) => publicKeysOf(key.setting, key.aux.statement, party);
  const made = SIGNERS.map((self) => {
    const randomizers = new RandomizerPools();
    const others = SIGNERS.filter((party) => party !== self);
    const signers = {
      own: keysOf(self),
      others: others.map(keysOf),
      profile,
    };
    const drawing = { ...key, setting: { ...key.setting, randomizers } };
    return {
      party: partyOf(drawing, ASSIGNMENT, HEADER, self),
      fill: () => fillPools(randomizers, signers, 1, random),
    };
  });
  return {
    parties: made.map(({ party }) => party),
    prepare() {
      for (const { fill } of made) for (const _ of fill());
    },
  };
}

function keyOf(profile: EcdsaProfile, modExp: ModExp) {
  return ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]], { ...FULL_SETTING, profile, modExp });
}
