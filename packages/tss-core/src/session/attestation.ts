import { p256 } from '@noble/curves/nist.js';
import { NODE_ID } from '../keys/structure.ts';
import { bytes, type Codec, choice, encodeCbor, struct, text, uint } from '../wire/codec.ts';
import { taggedBytes, taggedHash } from '../wire/hash.ts';
import { type StatementType, statementHash } from '../wire/statement.ts';

/**
 * What the hardware module of a node signs: that its key was used for this, after everything it was used for before
 * (rule 20). It proves neither that rules were evaluated nor that the module is one of hardware.
 */
export interface AttestationStatement {
  /** The cluster's id. 32 bytes. */
  readonly cluster: Uint8Array;
  /** The node's id. */
  readonly node: string;
  readonly key: Uint8Array;
  readonly epoch: number;
  /** `ready`: the node would join one session about the subject. `stored`: it acknowledges its share of a made key. */
  readonly purpose: 'ready' | 'stored';
  /** The request hash, the hash of a ceremony's order, or with `stored` the hash of the key's certificate. 32 bytes. */
  readonly subject: Uint8Array;
  /** `messagesHash` of all that the request has signed; with `stored` the hash of the acknowledgement. 32 bytes. */
  readonly contents: Uint8Array;
  /** Hash of the node's rules; with `stored`, which no rule decides, zeros. 32 bytes. */
  readonly policyHash: Uint8Array;
  /** r_i of the ready, good for one session; with `stored` the ceremony's session. 32 bytes. */
  readonly nonce: Uint8Array;
  /** Counts what the module's key has signed, from 1. */
  readonly sequence: number;
  /** `attestationHash` of the statement before; zeros for the first. 32 bytes. */
  readonly previous: Uint8Array;
  /** Unix seconds: who relies on it from then on is too late. With `stored`, which does not expire, when it was attested. */
  readonly expiresAt: number;
}

/** What of it stands where everything else is known: in a ready and in an acknowledgement. */
export interface Attestation {
  readonly sequence: number;
  readonly previous: Uint8Array;
  readonly expiresAt: number;
  /** 64 bytes r‖s, ECDSA on P-256 with SHA-256, low-s. */
  readonly signature: Uint8Array;
}

/** A whole one, which anybody can check who knows the attestation key. */
export interface SignedAttestation {
  readonly statement: AttestationStatement;
  readonly signature: Uint8Array;
}

const place = { sequence: uint(Number.MAX_SAFE_INTEGER, 1), previous: bytes(32), expiresAt: uint() };

/** Decoding checks shapes and sizes; `verifyAttestation` checks the signature. */
export const attestationCodec: Codec<Attestation> = struct<Attestation>({ ...place, signature: bytes(64) });

const statementType: StatementType<AttestationStatement> = {
  tag: 'quorate/attestation/1',
  codec: struct<AttestationStatement>({
    cluster: bytes(32),
    node: text(32, NODE_ID),
    key: bytes(32),
    epoch: uint(0xffffffff),
    purpose: choice('ready', 'stored'),
    subject: bytes(32),
    contents: bytes(32),
    policyHash: bytes(32),
    nonce: bytes(32),
    ...place,
  }),
};

/** The largest encoded SignedAttestation. */
export const MAX_ATTESTATION_BYTES = 1024;
/** Decoding checks shapes and sizes; `verifyAttestation` checks the signature. */
export const signedAttestationCodec: Codec<SignedAttestation> = struct<SignedAttestation>({
  statement: statementType.codec,
  signature: bytes(64),
});

/** `previous` of the first attestation of a key. */
export const NO_ATTESTATION: Uint8Array = new Uint8Array(32);

/** Names an attestation in the chain of its key. 32 bytes. */
export function attestationHash(statement: AttestationStatement): Uint8Array {
  return statementHash(statementType, statement);
}

/** What a module is given to sign: SHA-256 of these bytes is `attestationHash`. */
export function attestedBytes(statement: AttestationStatement): Uint8Array {
  return taggedBytes(statementType.tag, encodeCbor(statementType.codec, statement));
}

/** `contents` of what a request has signed, all messages in order; of a ceremony there are none. 32 bytes. */
export function messagesHash(messages: readonly Uint8Array[]): Uint8Array {
  return taggedHash('quorate/attested-messages/1', ...messages);
}

/** Whether bytes are a point of P-256 as attestation keys are written: 33 bytes, compressed. */
export function isAttestationKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 33) return false;
  try {
    p256.Point.fromBytes(publicKey);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the key signed the statement; high-s and malformed input are false.
 * @param publicKey P-256, 33 bytes compressed
 */
export function verifyAttestation({ statement, signature }: SignedAttestation, publicKey: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  return p256.verify(signature, attestationHash(statement), publicKey, { prehash: false, lowS: true });
}
