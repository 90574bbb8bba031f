import { expect, test } from 'vitest';
import { type Assignment, partyIndex } from '../../keys/structure.ts';
import { honestNetwork } from '../../testing/cheating.ts';
import { canBlame } from '../parameters.ts';
import { TEST_PROFILE } from '../testing/settings.ts';
import { ecdsaKey, RUN_SETTING, simulatePresign } from '../testing/simulateEcdsa.ts';

const p = partyIndex;
const ASSIGNMENT: Assignment = [[p(1), p(2)]];

test('where Πdec proves nothing, as with 2048 bits, a presigning that fails ends without blame', () => {
  const profile = { ...TEST_PROFILE, name: 'test-without-blame', ellPrime: 400 };
  expect(canBlame(profile)).toBe(false);
  const key = ecdsaKey('ecdsa-secp256k1', [[2, [1, 2, 3]]], { ...RUN_SETTING, profile });
  const { outcomes } = simulatePresign(key, ASSIGNMENT, 'without blame', {
    adversary: honestNetwork(p(2)),
    crooks: new Map([[p(2), { opening: (said) => ({ ...said, delta: said.delta + 1n }) }]]),
  });
  const outcome = outcomes.get(p(1));
  expect(outcome).toMatchObject({ kind: 'stalled', missing: [] });
});
