import { expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import { type PartyIndex, partyIndex } from '../keys/structure.ts';
import { lagrangeCoefficient } from './lagrange.ts';

const { group } = ciphersuite('frost-ed25519');
const set = [1, 3, 4].map(partyIndex);

test('the coefficients of {1, 3, 4} at zero', () => {
  // λ_1 = 3·4/((3−1)(4−1)) = 2, λ_3 = 1·4/((1−3)(4−3)) = −2, λ_4 = 1·3/((1−4)(3−4)) = 1
  expect(set.map((i) => lagrangeCoefficient(group, set, i))).toEqual([2n, group.order - 2n, 1n]);
});

test('alone, a party has coefficient 1', () => {
  expect(lagrangeCoefficient(group, [partyIndex(9)], partyIndex(9))).toBe(1n);
});

test('they do not depend on the order of the set', () => {
  for (const i of set) expect(lagrangeCoefficient(group, set.toReversed(), i)).toBe(lagrangeCoefficient(group, set, i));
});

test('attack 14: an absent, repeated or zero index is refused', () => {
  expect(() => lagrangeCoefficient(group, set, partyIndex(2))).toThrow(/not in the set/);
  expect(() => lagrangeCoefficient(group, [...set, partyIndex(3)], partyIndex(3))).toThrow(/repeated/);
  expect(() => lagrangeCoefficient(group, [], partyIndex(1))).toThrow(RangeError);
  // Past the brand, as a bug could bring it.
  const unchecked: readonly number[] = [0, 1, 2];
  const zero = unchecked.filter((index): index is PartyIndex => index >= 0);
  expect(() => lagrangeCoefficient(group, zero, partyIndex(1))).toThrow(/positive/);
});
