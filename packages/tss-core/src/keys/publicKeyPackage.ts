import type { Ciphersuite, Element, SigningKey } from '../groups/ciphersuite.ts';
import { ciphersuite } from '../groups/index.ts';
import type { CommitmentVector } from '../sharing/commitments.ts';
import { groupKeyOf } from '../sharing/groupKey.ts';
import type { KeyCertificate, KeyStatement } from './certificate.ts';

/** The public side of a key, decoded once: everything that verification needs. */
export interface PublicKeyPackage {
  readonly suite: Ciphersuite;
  /** The internal key X. */
  readonly groupKey: Element;
  readonly signingKey: SigningKey;
  /** One summed Feldman vector per quorum; Y_{q,i} is its value at i. */
  readonly commitments: readonly CommitmentVector[];
}

/** Statements never change, so a statement that was decoded once, torsion checks and all, is not decoded again. */
const decodedPackages = new WeakMap<KeyStatement, PublicKeyPackage>();

/** Throws an Error if a point does not decode. Does not verify anything else: see `verifyCertificate`. */
export function publicKeyPackage(statement: KeyStatement): PublicKeyPackage {
  const known = decodedPackages.get(statement);
  if (known) return known;
  const decoded = decodePackage(statement);
  decodedPackages.set(statement, decoded);
  return decoded;
}

function decodePackage(statement: KeyStatement): PublicKeyPackage {
  const suite = ciphersuite(statement.structure.scheme);
  const commitments = statement.commitments.map((vector) => vector.map((point) => suite.group.decodeElement(point)));
  const groupKey = groupKeyOf(suite.group, commitments);
  return { suite, groupKey, signingKey: suite.signingKey(groupKey), commitments };
}

/** The public key under which the outside world verifies signatures, see `SigningKey`. */
export function publicKeyOf(certificate: KeyCertificate): Uint8Array {
  return publicKeyPackage(certificate.statement).signingKey.publicKey;
}
