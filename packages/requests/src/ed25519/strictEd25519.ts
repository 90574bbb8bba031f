import { ed25519 } from '@noble/curves/ed25519.js';
import { ciphersuite, equalBytes, remembering } from '@quorate/tss-core';
import { opensslEd25519 } from './opensslEd25519.ts';

const suite = ciphersuite('frost-ed25519');
const IDENTITY = ed25519.Point.ZERO.toBytes();
/** Desks and admins of a cluster, whose keys come up again and again. */
const MAX_KEYS = 256;

/** Whether the bytes are the canonical encoding of a point of prime order: neither small, mixed nor the identity. */
export function isStrictPoint(encoded: Uint8Array): boolean {
  if (encoded.length !== 32) return false;
  try {
    const point = ed25519.Point.fromBytes(encoded, false);
    return !point.is0() && point.isTorsionFree() && equalBytes(point.toBytes(), encoded);
  } catch {
    return false;
  }
}

const strictness = remembering(MAX_KEYS, (publicKey) => ({ isStrict: isStrictPoint(publicKey) }));

/**
 * Verifies Ed25519 so that every implementation agrees: RFC 8032 with canonical A and R of prime order and s < L, by the
 * cofactorless equation.
 *
 * OpenSSL, where there is one, says the same: it encodes sB − kA and compares with R as it came. With A of prime order
 * that is the canonical encoding of a point of prime order, or of the identity, which is refused besides.
 */
export function verifyStrict(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (!opensslEd25519) return suite.verify(signature, message, publicKey);
  if (signature.length !== 64 || !strictness(publicKey).isStrict) return false;
  return !equalBytes(signature.subarray(0, 32), IDENTITY) && opensslEd25519.verify(signature, message, publicKey);
}

/**
 * RFC 8032.
 * @param seed 32 bytes, secret
 * @returns 64 bytes
 */
export function signEd25519(message: Uint8Array, seed: Uint8Array): Uint8Array {
  // OpenSSL overlooks what comes after the first 32.
  if (seed.length !== 32) throw new RangeError(`an Ed25519 seed has 32 bytes, got ${seed.length}`);
  return (opensslEd25519 ?? ed25519).sign(message, seed);
}
