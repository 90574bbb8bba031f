import { bytes, type Codec, list, struct, uint } from '../wire/codec.ts';
import { type StatementType, statementHash } from '../wire/statement.ts';
import { type KeyStructure, type PartyIndex, partyIndexCodec, structureCodec } from './structure.ts';

/** What all parties of a ceremony certify: the key as they all see it. */
export interface KeyStatement {
  readonly cluster: Uint8Array;
  readonly key: Uint8Array;
  readonly epoch: number;
  readonly session: Uint8Array;
  readonly orderHash: Uint8Array;
  readonly structure: KeyStructure;
  /** X = Σ_q A_{q,0}, compressed as the scheme encodes points. */
  readonly groupKey: Uint8Array;
  /** For each quorum the sum over its dealers of their Feldman commitment vectors: t_q encoded points A_{q,0..t_q-1}. */
  readonly commitments: readonly (readonly Uint8Array[])[];
  /** BIP-32 chain code, drawn jointly. 32 bytes. */
  readonly chainCode: Uint8Array;
  /** Hash of every broadcast of the ceremony. 32 bytes. */
  readonly transcript: Uint8Array;
}

export interface CertificateSignature {
  readonly party: PartyIndex;
  /** 64 bytes by the party's identity key over the statement. */
  readonly signature: Uint8Array;
}

/** A key's birth certificate, transferable: it holds only with the signature of every party. */
export interface KeyCertificate {
  readonly statement: KeyStatement;
  /** Ascending by party. */
  readonly signatures: readonly CertificateSignature[];
}

const encodedPoint = bytes({ min: 32, max: 57 });
const keyStatementCodec: Codec<KeyStatement> = struct<KeyStatement>({
  cluster: bytes(32),
  key: bytes(32),
  epoch: uint(0xffffffff),
  session: bytes(32),
  orderHash: bytes(32),
  structure: structureCodec,
  groupKey: encodedPoint,
  commitments: list(list(encodedPoint, { min: 1, max: 255 }), { min: 1, max: 8 }),
  chainCode: bytes(32),
  transcript: bytes(32),
});

/** What parties sign when they certify a key. */
export const keyStatementType: StatementType<KeyStatement> = {
  tag: 'quorate/key-certificate/1',
  codec: keyStatementCodec,
};

/** Decoding checks shapes and sizes; `verifyCertificate` checks what it says. */
export const certificateCodec: Codec<KeyCertificate> = struct<KeyCertificate>({
  statement: keyStatementCodec,
  signatures: list(struct<CertificateSignature>({ party: partyIndexCodec, signature: bytes(64) }), {
    min: 1,
    max: 255,
  }),
});
/** The largest encoded certificate. */
export const MAX_CERTIFICATE_BYTES = 1 << 20;

/** The hash that names a certified key epoch. 32 bytes. */
export function certificateHash(certificate: KeyCertificate): Uint8Array {
  return statementHash(keyStatementType, certificate.statement);
}
