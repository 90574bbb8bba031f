import { keyAt } from '../derivation/keyAt.ts';
import { RequestRejected } from '../errors.ts';
import type { KeyStatement } from '../keys/certificate.ts';
import type { PublicKeyPackage } from '../keys/publicKeyPackage.ts';
import { type Assignment, SCHEMES } from '../keys/structure.ts';
import { checkAssignment } from '../sharing/assignment.ts';

/** What is public about a key and the signers of one session: enough to judge them. */
export interface SigningGroup {
  readonly publicKey: PublicKeyPackage;
  readonly assignment: Assignment;
}

/**
 * Signers for a key with a verified certificate, or for its child at `path`. Throws RequestRejected if these may not sign
 * for it, or if there is no such child.
 */
export function signingGroup(
  statement: KeyStatement,
  assignment: Assignment,
  path: readonly number[] = [],
): SigningGroup {
  if (!SCHEMES.some((scheme) => scheme === statement.structure.scheme)) {
    throw new RequestRejected('wrong-scheme', `Keys of ${statement.structure.scheme} do not sign with FROST.`);
  }
  checkAssignment(statement.structure, assignment);
  return { publicKey: keyAt(statement, path), assignment };
}
