import { describe, expect, test } from 'vitest';
import { bitLength } from './arithmetic/integers.ts';
import {
  canBlame,
  checkProfile,
  decPlaintextBits,
  type EcdsaProfile,
  PROFILE_2048,
  PROFILE_3072,
} from './parameters.ts';
import { TEST_PROFILE, TEST_SETTING, TEST_SETTING_P256 } from './testing/settings.ts';

describe('the profile of keys', () => {
  test('has the numbers of appendix C.1: ε = 2ℓ, ℓ′ = 5ℓ, 128 bits of security', () => {
    expect(PROFILE_3072).toMatchObject({ modulusBits: 3072, kappa: 256, ell: 256, epsilon: 512, ellPrime: 1280 });
    expect(PROFILE_3072.repetitions).toBe(128);
  });

  test('κ is the length of the order of both curves', () => {
    expect(bitLength(TEST_SETTING.group.order)).toBe(PROFILE_3072.kappa);
    expect(bitLength(TEST_SETTING_P256.group.order)).toBe(PROFILE_3072.kappa);
  });

  test('lets a failed signing convict: what Πdec opens does not wrap around N', () => {
    expect(canBlame(PROFILE_3072)).toBe(true);
    expect(decPlaintextBits(PROFILE_3072)).toBe(1801);
  });
});

test('in the profile for benchmarks nobody can be convicted, and it is no default', () => {
  expect(canBlame(PROFILE_2048)).toBe(false);
});

test.each([
  ['secrets longer than ℓ', { ell: 255 }, /ℓ ≥ κ/],
  ['masks of proofs too short', { epsilon: 511 }, /ε ≥ ℓ \+ κ/],
  ['masks of MtA too short', { ellPrime: 1279 }, /ℓ′ ≥ 3ℓ \+ ε/],
  ['masks that wrap around N', { modulusBits: 1794 }, /do not wrap/],
  ['factors that may be small', { modulusBits: 2047 }, /2ℓ \+ ε/],
  ['too few repetitions', { repetitions: 127 }, /m ≥ 128/],
])('a profile with %s is refused', (_, change: Partial<EcdsaProfile>, inequality) => {
  expect(() => checkProfile({ ...PROFILE_3072, ...change })).toThrow(inequality);
});

test('the profile of tests would be refused for keys, and is long enough to test blame', () => {
  expect(() => checkProfile(TEST_PROFILE)).toThrow(RangeError);
  expect(canBlame(TEST_PROFILE)).toBe(true);
});
