import { describe, expect, test } from 'vitest';
import { partyIndex, SCHEMES } from '../keys/structure.ts';
import { dealKey } from '../testing/dealKey.ts';
import { structureOf } from '../testing/fixtures.ts';
import { seededRandom } from '../testing/seededRandom.ts';
import { additiveShare, additiveVerifyingShare } from './additiveShares.ts';
import { minimalSigningSets, signersOf } from './assignment.ts';

describe.each(SCHEMES)('additive shares of a conjunction, %s', (scheme) => {
  const structure = structureOf(scheme, [2, [1, 2, 3]], [1, [4, 5]]);
  const { publicKey, shares } = dealKey(structure, seededRandom('additive'));
  const { group } = publicKey.suite;
  const assignments = minimalSigningSets(structure).map((set) =>
    structure.quorums.map(({ members }) => set.filter((party) => members.includes(party))),
  );

  test('for every assignment they sum up to the one secret, and their publics to the group key', () => {
    for (const assignment of assignments) {
      let [x, X] = [0n, group.identity];
      for (const party of signersOf(assignment)) {
        const encoded = shares.get(party)?.secret ?? Uint8Array.of();
        const w = additiveShare(group, assignment, party, group.decodeScalar(encoded));
        const W = additiveVerifyingShare(group, assignment, party, publicKey.commitments);
        expect(W.equals(group.generator.multiply(w))).toBe(true);
        [x, X] = [group.reduce(x + w), X.add(W)];
      }
      expect(X.equals(publicKey.groupKey)).toBe(true);
      expect(group.generator.multiply(x).equals(publicKey.groupKey)).toBe(true);
    }
  });

  test('who does not sign has none', () => {
    const assignment = [[1, 2].map(partyIndex), [partyIndex(4)]];
    expect(() => additiveShare(group, assignment, partyIndex(3), 1n)).toThrow(/does not sign/);
    expect(() => additiveVerifyingShare(group, assignment, partyIndex(5), publicKey.commitments)).toThrow(
      /does not sign/,
    );
  });

  test('a quorum that the key does not have is refused', () => {
    const assignment = [[1, 2].map(partyIndex), [partyIndex(4)], [partyIndex(9)]];
    expect(() => additiveVerifyingShare(group, assignment, partyIndex(9), publicKey.commitments)).toThrow(/quorum 3/);
  });
});
