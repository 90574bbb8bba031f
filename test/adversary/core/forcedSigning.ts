import {
  type Assignment,
  generateNonces,
  type KeyShare,
  type KeyStructure,
  type PartyIndex,
  type Random,
  signersOf,
} from '@quorate/tss-core';
import { additiveShare, aggregate, signingPackage, signShare } from '@quorate/tss-core/frost';
import type { DealtKey } from '@quorate/tss-core/testing';

/** Every set of parties of a key, the empty one first. */
export function subsetsOf({ parties }: KeyStructure): readonly (readonly PartyIndex[])[] {
  const indices = parties.map(({ index }) => index);
  return Array.from({ length: 1 << indices.length }, (_, chosen) => indices.filter((_, i) => (chosen >> i) & 1));
}

/** Whether a set may sign: what the structure says in words. */
export function maySign({ quorums }: KeyStructure, set: readonly PartyIndex[]): boolean {
  return quorums.every(
    ({ members, threshold }) => members.filter((member) => set.includes(member)).length >= threshold,
  );
}

/** As if everybody in the set signed for its quorums, whether or not that is enough. */
export function forcedAssignment({ quorums }: KeyStructure, set: readonly PartyIndex[]): Assignment {
  return quorums.map(({ members }) => members.filter((member) => set.includes(member)));
}

/** Σ w_i of the signers: x where they are enough, and something else where they are not. */
export function jointSecret({ publicKey, shares }: DealtKey, assignment: Assignment): bigint {
  const { group } = publicKey.suite;
  return group.reduce(
    signersOf(assignment).reduce(
      (sum, party) => sum + secretOf(publicKey.suite.group, assignment, shares.get(party)),
      0n,
    ),
  );
}

/** FROST by these signers with nobody checking who they are: what a signature would be that no node ever makes. */
export function forcedSignature(
  { publicKey, shares }: DealtKey,
  assignment: Assignment,
  message: Uint8Array,
  random: Random,
): Uint8Array {
  const { suite, signingKey } = publicKey;
  const signers = signersOf(assignment).map((party) => {
    const secret = secretOf(suite.group, assignment, shares.get(party));
    return { party, secret, nonces: generateNonces(suite, secret, random) };
  });
  const commitments = new Map(signers.map(({ party, nonces }) => [party, nonces.commitment]));
  const signing = signingPackage(suite, signingKey, commitments, message);
  return aggregate(
    signing,
    signers.map(({ party, secret, nonces }) => signShare(signing, party, nonces, secret)),
  );
}

function secretOf(group: DealtKey['publicKey']['suite']['group'], assignment: Assignment, share: KeyShare | undefined) {
  if (!share) throw new Error('a signer without a share');
  return additiveShare(group, assignment, share.party, group.decodeScalar(share.secret));
}
