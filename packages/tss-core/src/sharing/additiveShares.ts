import type { Element, Group } from '../groups/ciphersuite.ts';
import type { Assignment, PartyIndex } from '../keys/structure.ts';
import { type CommitmentVector, evaluateCommitments } from './commitments.ts';
import { lagrangeCoefficient } from './lagrange.ts';

/**
 * A key x = Σ_q x_q, each x_q shared by Shamir, is for one assignment of signers simply a sum x = Σ_i w_i with
 * w_i = λ_{q,i}·x_{q,i}, q being the one quorum party i stands in (cryptography.md, rule 8).
 */
export function additiveShare(group: Group, assignment: Assignment, party: PartyIndex, share: bigint): bigint {
  return group.reduce(coefficientOf(group, assignment, party).coefficient * share);
}

/** W_i = λ_{q,i}·Y_{q,i} = w_i·G, from the key's commitment vectors, one per quorum. */
export function additiveVerifyingShare(
  group: Group,
  assignment: Assignment,
  party: PartyIndex,
  commitments: readonly CommitmentVector[],
): Element {
  const { quorum, coefficient } = coefficientOf(group, assignment, party);
  const vector = commitments[quorum];
  if (vector === undefined) throw new RangeError(`the key has no quorum ${quorum + 1}`);
  return evaluateCommitments(group, vector, party).multiplyUnsafe(coefficient);
}

function coefficientOf(group: Group, assignment: Assignment, party: PartyIndex) {
  const quorum = assignment.findIndex((signers) => signers.includes(party));
  const signers = assignment[quorum];
  if (signers === undefined) throw new RangeError(`party ${party} does not sign`);
  return { quorum, coefficient: lagrangeCoefficient(group, signers, party) };
}
