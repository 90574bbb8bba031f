import type { Random } from '../bytes.ts';
import type { Ciphersuite, Element } from '../groups/ciphersuite.ts';
import { type Attestation, attestationCodec, type SignedAttestation } from '../session/attestation.ts';
import { evaluateCommitments } from '../sharing/commitments.ts';
import { bytes, type Codec, encodeCbor, nullable, struct } from '../wire/codec.ts';
import { taggedHash } from '../wire/hash.ts';
import { type StatementType, signStatement, statementHash, verifyStatement } from '../wire/statement.ts';
import { certificateHash, type KeyCertificate } from './certificate.ts';
import { publicKeyPackage } from './publicKeyPackage.ts';
import type { KeyShare } from './share.ts';
import { type PartyIndex, partyIndexCodec } from './structure.ts';

/**
 * A party's word that it stores its share of a certified key, with a Schnorr proof of knowledge of the share as read
 * back from its storage (rule 13). A key's address is shown only after every party has given one.
 */
export interface Acknowledgement {
  readonly party: PartyIndex;
  /** 32 bytes: which certificate. */
  readonly certificate: Uint8Array;
  /** R ‖ z, proving knowledge of x_{q,i} behind Y_{q,i}. */
  readonly proof: Uint8Array;
  /** 64 bytes by the party's identity key. */
  readonly signature: Uint8Array;
  /** By the module of a node that has one, over all of it: see `attestedAcknowledgement`. */
  readonly attestation: Attestation | null;
}

type Statement = Pick<Acknowledgement, 'party' | 'certificate' | 'proof'>;

const fields = { party: partyIndexCodec, certificate: bytes(32), proof: bytes({ min: 64, max: 114 }) };
const statementType: StatementType<Statement> = { tag: 'quorate/share-stored/1', codec: struct<Statement>(fields) };

/** Decoding checks shapes and sizes; `verifyAcknowledgement` checks what it says. */
export const acknowledgementCodec: Codec<Acknowledgement> = struct<Acknowledgement>({
  ...fields,
  signature: bytes(64),
  attestation: nullable(attestationCodec),
});

function challenge(suite: Ciphersuite, certificate: Uint8Array, party: PartyIndex, Y: Element, R: Uint8Array): bigint {
  const index = encodeCbor(partyIndexCodec, party);
  return suite.HDKG(taggedHash('quorate/share-stored/proof/1', certificate, index, suite.group.encodeElement(Y), R));
}

/** Y_{q,i}, from the certificate. Throws an Error if the party stands in no quorum. */
export function verifyingShare(certificate: KeyCertificate, party: PartyIndex): Element {
  const { suite, commitments } = publicKeyPackage(certificate.statement);
  const quorum = certificate.statement.structure.quorums.findIndex(({ members }) => members.includes(party));
  const vector = commitments[quorum];
  if (!vector) throw new RangeError(`party ${party} stands in no quorum`);
  return evaluateCommitments(suite.group, vector, party);
}

/** Whether a share is the one its certificate promises the party: x·G = Y. Checked each time a share is opened (attack 42). */
export function isShareOfKey(share: KeyShare, certificate: KeyCertificate): boolean {
  const { suite } = publicKeyPackage(certificate.statement);
  const x = suite.group.decodeScalar(share.secret);
  return x !== 0n && suite.group.generator.multiply(x).equals(verifyingShare(certificate, share.party));
}

/**
 * Says that this party stores its share, with a Schnorr proof of knowledge of it (rule 13): for a share as read back from
 * disk. Throws an Error if the party stands in no quorum of the key.
 * @param identitySecret 32 bytes, secp256k1
 */
export function proveStored(
  share: KeyShare,
  certificate: KeyCertificate,
  identitySecret: Uint8Array,
  random: Random,
): Acknowledgement {
  const { suite } = publicKeyPackage(certificate.statement);
  const { group } = suite;
  const hash = certificateHash(certificate);
  const k = group.randomScalar(random);
  const R = group.encodeElement(group.generator.multiply(k));
  const c = challenge(suite, hash, share.party, verifyingShare(certificate, share.party), R);
  const z = group.encodeScalar(group.reduce(k + c * group.decodeScalar(share.secret)));
  const proof = Uint8Array.of(...R, ...z);
  const statement = { party: share.party, certificate: hash, proof };
  return { ...statement, signature: signStatement(statementType, statement, identitySecret), attestation: null };
}

/** @param identity the party's identity key, 33 bytes */
export function verifyAcknowledgement(
  acknowledgement: Acknowledgement,
  certificate: KeyCertificate,
  identity: Uint8Array,
): boolean {
  const { signature, party, proof } = acknowledgement;
  const statement: Statement = { party, certificate: acknowledgement.certificate, proof };
  const hash = certificateHash(certificate);
  const sameCertificate = hash.every((byte, i) => byte === statement.certificate[i]);
  return (
    sameCertificate &&
    verifyStatement(statementType, statement, signature, identity) &&
    provesShare(certificate, hash, statement)
  );
}

function provesShare(certificate: KeyCertificate, hash: Uint8Array, { party, proof }: Statement): boolean {
  const { suite } = publicKeyPackage(certificate.statement);
  const { group } = suite;
  try {
    const R = proof.subarray(0, group.elementLength);
    const z = group.decodeScalar(proof.subarray(group.elementLength));
    const Y = verifyingShare(certificate, party);
    const c = challenge(suite, hash, party, Y, R);
    return group.generator.multiplyUnsafe(z).equals(group.decodeElement(R).add(Y.multiplyUnsafe(c)));
  } catch {
    return false;
  }
}

/** What the module of a node attests of its acknowledgement; the chain of its attestations says the rest. */
export function acknowledgedFacts(
  { party, certificate, proof }: Acknowledgement,
  { statement: made }: KeyCertificate,
  node: string,
): Omit<SignedAttestation['statement'], 'sequence' | 'previous' | 'expiresAt'> {
  const { cluster, key, epoch, session } = made;
  const contents = statementHash(statementType, { party, certificate, proof });
  const about = { cluster, node, key, epoch, purpose: 'stored', subject: certificate, contents } as const;
  return { ...about, policyHash: new Uint8Array(32), nonce: session };
}

/** The whole attestation of an acknowledgement; null if it has none. */
export function attestedAcknowledgement(
  acknowledgement: Acknowledgement,
  certificate: KeyCertificate,
  node: string,
): SignedAttestation | null {
  if (acknowledgement.attestation === null) return null;
  const { signature, ...place } = acknowledgement.attestation;
  return { statement: { ...acknowledgedFacts(acknowledgement, certificate, node), ...place }, signature };
}
