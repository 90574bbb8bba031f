import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequestRejected } from '../errors.ts';
import { type KeyStructure, type PartyIndex, partyIndex } from '../keys/structure.ts';
import { structureOf } from '../testing/fixtures.ts';
import { assignmentFor, checkAssignment, countSigningSets, minimalSigningSets, signersOf } from './assignment.ts';

const scheme = 'frost-ed25519';
const twoOfThree = structureOf(scheme, [2, [1, 2, 3]]);
const withHsm = structureOf(scheme, [2, [1, 2, 3]], [1, [7, 9]]);

const parties = (...indices: number[]) => indices.map(partyIndex);
const available = (...indices: number[]) => new Set(parties(...indices));

/** Structures of one to three disjoint quorums of one to four members. */
const structures: fc.Arbitrary<KeyStructure> = fc
  .array(
    fc
      .integer({ min: 1, max: 4 })
      .chain((n) => fc.record({ size: fc.constant(n), threshold: fc.integer({ min: 1, max: n }) })),
    { minLength: 1, maxLength: 3 },
  )
  .map((sizes) => {
    let next = 1;
    return structureOf(
      scheme,
      ...sizes.map(({ size, threshold }) => {
        const members = Array.from({ length: size }, () => next++);
        return [threshold, members] as const;
      }),
    );
  });

function canSign(structure: KeyStructure, set: ReadonlySet<PartyIndex>): boolean {
  return structure.quorums.every(({ members, threshold }) => members.filter((i) => set.has(i)).length >= threshold);
}

describe('minimalSigningSets', () => {
  test('2 of 3', () => {
    expect(minimalSigningSets(twoOfThree)).toEqual([
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
  });

  test('2 of 3 AND 1 of 2: no set signs without an HSM', () => {
    const sets = minimalSigningSets(withHsm);
    expect(sets).toHaveLength(6);
    expect(sets.every((set) => set.length === 3 && (set.includes(partyIndex(7)) || set.includes(partyIndex(9))))).toBe(
      true,
    );
  });

  test('every set signs, none with one party less, and none is missing', () => {
    fc.assert(
      fc.property(structures, (structure) => {
        const sets = minimalSigningSets(structure);
        expect(BigInt(sets.length)).toBe(countSigningSets(structure));
        expect(new Set(sets.map(String)).size).toBe(sets.length);
        for (const set of sets) {
          expect(canSign(structure, new Set(set))).toBe(true);
          for (const left of set) expect(canSign(structure, new Set(set.filter((i) => i !== left)))).toBe(false);
        }
      }),
    );
  });

  test('too many to list is said, not computed', () => {
    const members = Array.from({ length: 32 }, (_, i) => i + 1);
    const large = structureOf(scheme, [16, members]);
    expect(countSigningSets(large)).toBe(601080390n);
    expect(() => minimalSigningSets(large)).toThrow(RequestRejected);
  });
});

test.each([59, 60])('%i of 60: few sets take few steps', (threshold) => {
  const members = Array.from({ length: 60 }, (_, i) => i + 1);
  const sets = minimalSigningSets(structureOf('frost-ed25519', [threshold, members]));
  expect(sets).toHaveLength(threshold === 60 ? 1 : 60);
  for (const set of sets) expect(set).toHaveLength(threshold);
});

describe('assignmentFor', () => {
  test('takes exactly the threshold of each quorum, lowest first', () => {
    expect(assignmentFor(twoOfThree, available(1, 2, 3))).toEqual([[1, 2]]);
    expect(assignmentFor(withHsm, available(1, 3, 9))).toEqual([[1, 3], [9]]);
  });

  test('takes whom one prefers, and still lists them ascending', () => {
    expect(assignmentFor(twoOfThree, available(1, 2, 3), parties(3, 1))).toEqual([[1, 3]]);
    expect(assignmentFor(twoOfThree, available(1, 2, 3), parties(3))).toEqual([[1, 3]]);
    expect(assignmentFor(withHsm, available(1, 2, 3, 7, 9), parties(9, 3, 2))).toEqual([[2, 3], [9]]);
  });

  test('prefers nobody who is not available', () => {
    expect(assignmentFor(twoOfThree, available(1, 2), parties(3))).toEqual([[1, 2]]);
  });

  test('is undefined where one quorum is short', () => {
    expect(assignmentFor(twoOfThree, available(2))).toBeUndefined();
    expect(assignmentFor(withHsm, available(1, 2, 3))).toBeUndefined();
    expect(assignmentFor(withHsm, available(1, 7, 9))).toBeUndefined();
  });

  test('finds one exactly if the available parties can sign, and it passes the check', () => {
    fc.assert(
      fc.property(structures, fc.infiniteStream(fc.boolean()), (structure, coin) => {
        const set = new Set(structure.parties.map(({ index }) => index).filter(() => coin.next().value));
        const assignment = assignmentFor(structure, set);
        expect(assignment !== undefined).toBe(canSign(structure, set));
        if (assignment) {
          expect(() => checkAssignment(structure, assignment)).not.toThrow();
          expect(signersOf(assignment).every((party) => set.has(party))).toBe(true);
        }
      }),
    );
  });
});

describe('attack 20: signer sets that are not allowed', () => {
  const refused: readonly (readonly [string, KeyStructure, number[][], RegExp])[] = [
    ['one short', twoOfThree, [[1]], /exactly 2 parties, 1/],
    ['one too many', twoOfThree, [[1, 2, 3]], /exactly 2 parties, 3/],
    ['an unknown member', twoOfThree, [[1, 4]], /Party 4 is no member of quorum 1/],
    ['a duplicate', twoOfThree, [[2, 2]], /ascending order without repetition/],
    ['descending order', twoOfThree, [[2, 1]], /ascending order without repetition/],
    ['a quorum left out', withHsm, [[1, 2]], /for 1 quorums, the key has 2/],
    ['a quorum too many', twoOfThree, [[1, 2], [3]], /for 2 quorums, the key has 1/],
    ['a member of the other quorum', withHsm, [[1, 7], [9]], /Party 7 is no member of quorum 1/],
    ['nobody', twoOfThree, [[]], /exactly 2 parties, 0/],
  ];

  test.each(refused)('%s is refused', (_, structure, assignment, sentence) => {
    const check = () =>
      checkAssignment(
        structure,
        assignment.map((signers) => signers.map(partyIndex)),
      );
    expect(check).toThrow(RequestRejected);
    expect(check).toThrow(sentence);
  });
});

test('signersOf lists everybody once, ascending', () => {
  expect(signersOf([parties(5, 8), parties(2), parties(3)])).toEqual([2, 3, 5, 8]);
});
