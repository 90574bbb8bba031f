import { RequestRejected } from '../errors.ts';
import type { KeyStatement } from '../keys/certificate.ts';
import { type PublicKeyPackage, publicKeyPackage } from '../keys/publicKeyPackage.ts';
import { type Assignment, SCHEMES } from '../keys/structure.ts';
import { checkAssignment } from '../sharing/assignment.ts';

/** What is public about a key and the signers of one session: enough to judge them. */
export interface SigningGroup {
  readonly publicKey: PublicKeyPackage;
  readonly assignment: Assignment;
}

/**
 * Signers for a key with a verified certificate. Throws RequestRejected if these may not sign for it.
 * @param publicKey the decoded statement, where the caller keeps it
 */
export function signingGroup(
  statement: KeyStatement,
  assignment: Assignment,
  publicKey: PublicKeyPackage = publicKeyPackage(statement),
): SigningGroup {
  if (!SCHEMES.some((scheme) => scheme === statement.structure.scheme)) {
    throw new RequestRejected('wrong-scheme', `Keys of ${statement.structure.scheme} do not sign with FROST.`);
  }
  checkAssignment(statement.structure, assignment);
  return { publicKey, assignment };
}
