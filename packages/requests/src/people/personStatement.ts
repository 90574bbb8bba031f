import { ed25519 } from '@noble/curves/ed25519.js';
import { type StatementType, statementHash } from '@quorate/tss-core/wire';
import { signEd25519, verifyStrict } from '../ed25519/strictEd25519.ts';

/**
 * A person's software (a desk's or an admin's) says something: Ed25519 over the statement's tagged hash.
 * @param seed 32 bytes, secret
 * @returns 64 bytes
 */
export function signAsPerson<T>(type: StatementType<T>, value: T, seed: Uint8Array): Uint8Array {
  return signEd25519(statementHash(type, value), seed);
}

/** Whether the holder of `publicKey` (32 bytes) said it, by the strict rules of `verifyStrict`. */
export function saidByPerson<T>(
  type: StatementType<T>,
  value: T,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  return verifyStrict(signature, statementHash(type, value), publicKey);
}

/** The Ed25519 public key of a 32-byte seed. */
export function personPublicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed);
}
