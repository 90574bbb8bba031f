import type { Random } from '../bytes.ts';
import { ciphersuite } from '../groups/index.ts';
import type { PublicKeyPackage } from '../keys/publicKeyPackage.ts';
import type { KeyShare } from '../keys/share.ts';
import type { KeyStructure, PartyIndex } from '../keys/structure.ts';
import { groupKeyOf } from '../sharing/groupKey.ts';
import { randomPolynomial } from '../sharing/polynomial.ts';

/** A key with all its shares in one hand, which only a test may have. */
export interface DealtKey {
  readonly structure: KeyStructure;
  readonly publicKey: PublicKeyPackage;
  readonly shares: ReadonlyMap<PartyIndex, KeyShare>;
}

/** A key of this structure dealt by a dealer: what a keygen yields, without running one. */
export function dealKey(structure: KeyStructure, random: Random): DealtKey {
  const suite = ciphersuite(structure.scheme);
  const { group } = suite;
  const dealt = structure.quorums.map((quorum) => ({
    members: quorum.members,
    polynomial: randomPolynomial(group, quorum.threshold, random),
  }));
  const commitments = dealt.map(({ polynomial }) => polynomial.commit());
  const groupKey = groupKeyOf(group, commitments);
  const shares = dealt.flatMap(({ members, polynomial }) =>
    members.map((party): KeyShare => ({ party, secret: group.encodeScalar(polynomial.evaluate(party)) })),
  );
  return {
    structure,
    publicKey: { suite, groupKey, signingKey: suite.signingKey(groupKey), commitments },
    shares: new Map(shares.map((share) => [share.party, share])),
  };
}
