import { frostP256 } from '../../groups/p256.ts';
import { frostSecp256k1 } from '../../groups/secp256k1.ts';
import { bigintModExp } from '../arithmetic/bigintModExp.ts';
import { type EcdsaProfile, PROFILE_3072 } from '../parameters.ts';
import type { EcdsaSetting } from '../setting.ts';

/**
 * For tests only: the same code paths on short numbers. It satisfies what honest proofs need to be accepted and Πdec
 * needs to convict, and is secure in nothing.
 */
export const TEST_PROFILE: EcdsaProfile = {
  name: 'test-1024',
  modulusBits: 1024,
  kappa: 256,
  ell: 256,
  ellPrime: 320,
  epsilon: 320,
  repetitions: 8,
};

/** secp256k1, short numbers, BigInt. */
export const TEST_SETTING: EcdsaSetting = {
  group: frostSecp256k1.group,
  profile: TEST_PROFILE,
  modExp: bigintModExp,
};

/** P-256, short numbers, BigInt. */
export const TEST_SETTING_P256: EcdsaSetting = { ...TEST_SETTING, group: frostP256.group };

/** secp256k1 as keys use it, in BigInt. */
export const FULL_SETTING: EcdsaSetting = { ...TEST_SETTING, profile: PROFILE_3072 };
