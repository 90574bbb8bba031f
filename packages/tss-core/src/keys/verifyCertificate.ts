import { equalBytes } from '../bytes.ts';
import { RequestRejected } from '../errors.ts';
import { ciphersuite } from '../groups/index.ts';
import { statementVerifier } from '../wire/statement.ts';
import { type KeyCertificate, keyStatementType } from './certificate.ts';
import { type PublicKeyPackage, publicKeyPackage } from './publicKeyPackage.ts';
import { checkStructure, type PartyIndex } from './structure.ts';

/**
 * Verifies a key's certificate: a sound structure, commitment vectors of exactly t_q points that sum up to the group
 * key, and the signature of every party. Throws RequestRejected; returns the decoded public key package.
 * @param identities identity keys (33 bytes) of the certificate's parties, from a cluster file one trusts
 */
export function verifyCertificate(
  certificate: KeyCertificate,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
): PublicKeyPackage {
  const { statement, signatures } = certificate;
  checkStructure(statement.structure);
  const parties = statement.structure.parties;
  const signedByAll =
    signatures.length === parties.length && signatures.every(({ party }, i) => party === parties[i]?.index);
  if (!signedByAll) throw invalid('it must carry the signature of each of its parties, in order');
  const holds = statementVerifier(keyStatementType, statement);
  for (const { party, signature } of signatures) {
    const identity = identities.get(party);
    if (!identity) throw invalid(`party ${party} is unknown to the cluster file`);
    if (!holds(signature, identity)) {
      throw invalid(`the signature of party ${party} does not verify`);
    }
  }
  return checkPackage(certificate);
}

function checkPackage({ statement }: KeyCertificate): PublicKeyPackage {
  const { group } = ciphersuite(statement.structure.scheme);
  const thresholds = statement.structure.quorums.map((quorum) => quorum.threshold);
  const lengths = statement.commitments.map((vector) => vector.length);
  if (lengths.length !== thresholds.length || lengths.some((length, q) => length !== thresholds[q])) {
    throw invalid('its commitment vectors do not have the lengths of its thresholds');
  }
  let decoded: PublicKeyPackage;
  try {
    decoded = publicKeyPackage(statement);
  } catch {
    throw invalid('it holds a point that is not a canonical element of its group');
  }
  if (!equalBytes(group.encodeElement(decoded.groupKey), statement.groupKey)) {
    throw invalid('its group key is not the sum of its commitments');
  }
  return decoded;
}

function invalid(what: string): RequestRejected {
  return new RequestRejected('invalid-certificate', `The key certificate is not valid: ${what}.`);
}
