import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type Codec, encodeCbor } from './codec.ts';
import { taggedHash } from './hash.ts';
import { identityRecoveryId } from './identitySignature.ts';

/** Something a node says under its identity key outside of a session: a readiness, a certificate, an acknowledgement. */
export interface StatementType<T> {
  /** Tells statement types apart under one key, e.g. `quorate/ready/1`. */
  readonly tag: string;
  readonly codec: Codec<T>;
}

/** @returns 32 bytes: the tagged hash of the statement's deterministic CBOR. */
export function statementHash<T>(type: StatementType<T>, value: T): Uint8Array {
  return taggedHash(type.tag, encodeCbor(type.codec, value));
}

/** @returns 64 bytes r‖s, ECDSA over secp256k1, low-s, deterministic nonce (RFC 6979). */
export function signStatement<T>(type: StatementType<T>, value: T, identitySecret: Uint8Array): Uint8Array {
  return secp256k1.sign(statementHash(type, value), identitySecret, { prehash: false, lowS: true });
}

/** Whether `identity` (33-byte compressed public key) signed the statement; high-s and malformed input are false. */
export function verifyStatement<T>(
  type: StatementType<T>,
  value: T,
  signature: Uint8Array,
  identity: Uint8Array,
): boolean {
  return statementVerifier(type, value)(signature, identity);
}

/** The same for many signatures of one statement, which is hashed once. */
export function statementVerifier<T>(
  type: StatementType<T>,
  value: T,
): (signature: Uint8Array, identity: Uint8Array) => boolean {
  const hash = statementHash(type, value);
  return (signature, identity) => identityRecoveryId(signature, hash, identity) !== undefined;
}
