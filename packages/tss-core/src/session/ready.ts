import { type PartyIndex, partyIndexCodec } from '../keys/structure.ts';
import { bytes, nullable, struct } from '../wire/codec.ts';
import { type StatementType, signStatement, verifyStatement } from '../wire/statement.ts';
import {
  type Attestation,
  type AttestationStatement,
  attestationCodec,
  type SignedAttestation,
} from './attestation.ts';
import { type Reservation, reservationCodec } from './reservation.ts';

/**
 * A node's word that it has verified a subject by itself and would join one session about it. The fresh bytes live in
 * its memory only, so after a restart it has left the session and cannot be replayed into it.
 */
export interface Ready {
  readonly party: PartyIndex;
  /** 32 fresh random bytes r_i, good for one session. */
  readonly nonce: Uint8Array;
  /** Hash of the rules under which the node allowed the subject. 32 bytes. */
  readonly policyHash: Uint8Array;
  /** Nonces given in advance that it has set aside for the session; null if none, and for ceremonies. */
  readonly reservation: Reservation | null;
  /** By the module of a node that has one, over all of this and what it is about: see `attestedReady`. */
  readonly attestation: Attestation | null;
  /** 64 bytes by the node's identity key over `ReadyStatement`. */
  readonly signature: Uint8Array;
}

/** `subject` is the request hash, or the hash of a ceremony order. */
export interface ReadyStatement {
  readonly cluster: Uint8Array;
  readonly key: Uint8Array;
  readonly subject: Uint8Array;
  readonly party: PartyIndex;
  readonly nonce: Uint8Array;
  readonly policyHash: Uint8Array;
  readonly reservation: Reservation | null;
  readonly attestation: Attestation | null;
}

const readyStatement: StatementType<ReadyStatement> = {
  tag: 'quorate/ready/1',
  codec: struct<ReadyStatement>({
    cluster: bytes(32),
    key: bytes(32),
    subject: bytes(32),
    party: partyIndexCodec,
    nonce: bytes(32),
    policyHash: bytes(32),
    reservation: nullable(reservationCodec),
    attestation: nullable(attestationCodec),
  }),
};

/** Decoding checks shapes and sizes; `verifyReady` checks the signature. */
export const readyCodec = struct<Ready>({
  party: partyIndexCodec,
  nonce: bytes(32),
  policyHash: bytes(32),
  reservation: nullable(reservationCodec),
  attestation: nullable(attestationCodec),
  signature: bytes(64),
});

type Extras = 'reservation' | 'attestation';

/** @param about `reservation` and `attestation` are null if left out */
export function signReady(
  about: Omit<ReadyStatement, Extras> & Partial<Pick<ReadyStatement, Extras>>,
  identitySecret: Uint8Array,
): Ready {
  const statement: ReadyStatement = { reservation: null, attestation: null, ...about };
  const { party, nonce, policyHash, reservation, attestation } = statement;
  const signature = signStatement(readyStatement, statement, identitySecret);
  return { party, nonce, policyHash, reservation, attestation, signature };
}

/**
 * Whether the party with this identity key said this about this subject.
 * @param identity 33 bytes, compressed secp256k1
 */
export function verifyReady(
  ready: Ready,
  about: Pick<ReadyStatement, 'cluster' | 'key' | 'subject'>,
  identity: Uint8Array,
): boolean {
  const { signature, ...said } = ready;
  const { cluster, key, subject } = about;
  return verifyStatement(readyStatement, { cluster, key, subject, ...said }, signature, identity);
}

/** The whole attestation of a ready, as whoever knows what the ready is about puts it together; null if it has none. */
export function attestedReady(
  { attestation, nonce, policyHash }: Ready,
  about: Pick<AttestationStatement, 'cluster' | 'node' | 'key' | 'epoch' | 'subject' | 'contents'>,
): SignedAttestation | null {
  if (attestation === null) return null;
  const { signature, ...place } = attestation;
  return { statement: { ...about, purpose: 'ready', policyHash, nonce, ...place }, signature };
}
