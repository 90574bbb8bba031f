import type { PartyIndex } from '../keys/structure.ts';
import { additiveVerifyingShare } from '../sharing/additiveShares.ts';
import type { NonceCommitment } from './commitments.ts';
import type { SigningGroup } from './signingGroup.ts';
import { type SigningPackage, signingPackages } from './signingPackage.ts';
import { verifyShare } from './verifyShare.ts';

/**
 * Whether all shares that a party sent in round 2 are true, judged from what was signed alone, by anybody. The caller
 * has made sure that `commitments` is the very list which the accused's own round 2 envelope names in its inbox: under
 * another list an honest share looks false.
 * @param commitments round 1 of every signer, one per message
 * @param shares round 2 of the accused, one per message
 */
export function judgeShare(
  group: SigningGroup,
  messages: readonly Uint8Array[],
  commitments: ReadonlyMap<PartyIndex, readonly NonceCommitment[]>,
  accused: PartyIndex,
  shares: readonly bigint[],
): boolean {
  return sharesHold(group, signingPackages(group.publicKey, commitments, messages), accused, shares);
}

/** The same once the packages are there. */
export function sharesHold(
  { publicKey, assignment }: SigningGroup,
  packages: readonly SigningPackage[],
  party: PartyIndex,
  shares: readonly bigint[],
): boolean {
  if (shares.length !== packages.length) return false;
  const W = additiveVerifyingShare(publicKey.suite.group, assignment, party, publicKey.commitments);
  return packages.every((signing, m) => verifyShare(signing, party, W, shares[m] ?? 0n));
}
