import type { Ciphersuite, SigningKey } from '../groups/ciphersuite.ts';
import { ciphersuite } from '../groups/index.ts';
import type { KeyStatement } from '../keys/certificate.ts';
import type { Assignment } from '../keys/structure.ts';
import { checkAssignment } from '../sharing/assignment.ts';
import type { CommitmentVector } from '../sharing/commitments.ts';
import { groupKeyOf } from '../sharing/groupKey.ts';

/** What is public about a key and the signers of one session: enough to judge them. */
export interface SigningGroup {
  readonly suite: Ciphersuite;
  readonly key: SigningKey;
  /** The key's commitment vectors, one per quorum. */
  readonly commitments: readonly CommitmentVector[];
  readonly assignment: Assignment;
}

/** From a key's certified statement. Throws RequestRejected if these signers may not sign for it. */
export function signingGroup(statement: KeyStatement, assignment: Assignment): SigningGroup {
  checkAssignment(statement.structure, assignment);
  const suite = ciphersuite(statement.structure.scheme);
  const commitments = statement.commitments.map((vector) => vector.map((A) => suite.group.decodeElement(A)));
  const key = suite.signingKey(groupKeyOf(suite.group, commitments));
  return { suite, key, commitments, assignment };
}
