// Protocols. A party's side of each is one generator, which a Session runs.

export { frostSign, type SigningParty } from './frost/frostSign.ts';
export { frostSignPrepared } from './frost/frostSignPrepared.ts';
export { type SigningGroup, signingGroup } from './frost/signingGroup.ts';
export { type KeygenParty, type KeygenResult, keygen } from './keygen/keygen.ts';
export type { Checkpoint, Exchange, Inbox, Protocol } from './protocol/protocol.ts';

// Nonces given in advance, for signing in one round.

export type { NonceCommitment } from './frost/commitments.ts';
export { generateNonces, type NoncePair } from './frost/nonces.ts';
export {
  batchId,
  decodeCommitment,
  decodeSignedBatch,
  encodeSignedBatch,
  isBatchOf,
  MAX_SIGNED_BATCH_BYTES,
  type SignedBatch,
  signBatch,
} from './frost/stock/commitmentBatch.ts';
export { gatherCommitments } from './frost/stock/gatherCommitments.ts';
export { NonceStock, type ReservedNonces, wipeReserved } from './frost/stock/nonceStock.ts';
export { PeerBatches } from './frost/stock/peerBatches.ts';

// Keys: who may sign, the certificate of a key, one party's share of it.

export {
  type Acknowledgement,
  acknowledgedFacts,
  acknowledgementCodec,
  attestedAcknowledgement,
  isShareOfKey,
  proveStored,
  verifyAcknowledgement,
} from './keys/acknowledgement.ts';
export {
  certificateCodec,
  certificateHash,
  type KeyCertificate,
  type KeyStatement,
  keyStatementType,
  MAX_CERTIFICATE_BYTES,
} from './keys/certificate.ts';
export { type PublicKeyPackage, publicKeyOf } from './keys/publicKeyPackage.ts';
export { decodeKeyShare, encodeKeyShare, type KeyShare, type PendingKey, wipeShare } from './keys/share.ts';
export {
  type Assignment,
  checkStructure,
  KEY_NAME,
  type KeyStructure,
  MAX_PARTIES,
  NODE_ID,
  type Party,
  type PartyIndex,
  partyIndex,
  partyOf,
  type Quorum,
  structureCodec,
} from './keys/structure.ts';
export { verifyCertificate } from './keys/verifyCertificate.ts';
export { assignmentFor, checkAssignment, minimalSigningSets, signersOf } from './sharing/assignment.ts';

// Children of a key.

export { derivePath, type ExtendedKey } from './derivation/derivePath.ts';
export { keyAt } from './derivation/keyAt.ts';
export { formatPath, parsePath } from './derivation/pathText.ts';

// Sessions: one run of a protocol among fixed parties, over signed envelopes.

export {
  type Attestation,
  type AttestationStatement,
  attestationHash,
  attestedBytes,
  isAttestationKey,
  MAX_ATTESTATION_BYTES,
  messagesHash,
  NO_ATTESTATION,
  type SignedAttestation,
  signedAttestationCodec,
  verifyAttestation,
} from './session/attestation.ts';
export {
  FIRST_EPOCH,
  isPrepared,
  type KeygenDescriptor,
  keygenDescriptorCodec,
  keygenSessionId,
  MAX_PATH_DEPTH,
  referencesHold,
  type SigningDescriptor,
  signingDescriptorCodec,
  signingSessionId,
} from './session/descriptor.ts';
export { attestedReady, type Ready, readyCodec, signReady, verifyReady } from './session/ready.ts';
export { MAX_BATCH_PAIRS, type Reservation, reservationCodec, sameReservation } from './session/reservation.ts';
export { Session, type SessionConfig } from './session/session.ts';
export type { SessionOutcome, SessionOutput } from './session/sessionOutcome.ts';

// Evidence, which convicts offline.

export {
  buildEvidence,
  decodeEvidence,
  type Evidence,
  type EvidenceSubject,
  encodeEvidence,
  MAX_EVIDENCE_BYTES,
} from './evidence/evidence.ts';
export { type Conviction, type TrustedIdentities, verifyEvidence } from './evidence/verifyEvidence.ts';

// Ciphersuites.

export type { Ciphersuite, Element, Group, SigningKey } from './groups/ciphersuite.ts';
export { ciphersuite } from './groups/index.ts';
export {
  ECDSA_SCHEMES,
  type EcdsaSchemeId,
  type FrostSchemeId,
  isEcdsaScheme,
  SCHEMES,
  type SchemeId,
} from './keys/structure.ts';

// Errors, and bytes.

export { equalBytes, type Random, wipe } from './bytes.ts';
export { Bug, type FaultCode, ProtocolFault, RequestRejected, SessionStalled } from './errors.ts';
export { RecentMap } from './recentMap.ts';
export { remembering } from './remembering.ts';
