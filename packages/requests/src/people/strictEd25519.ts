import { ed25519 } from '@noble/curves/ed25519.js';
import { ciphersuite, equalBytes } from '@quorate/tss-core';

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

/**
 * Verifies Ed25519 so that every implementation agrees: RFC 8032 with canonical A and R of prime order and s < L, by the
 * cofactorless equation. R is not looked at by itself: it is what follows from s and A, which have prime order.
 */
export function verifyStrict(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  return suite.verify(signature, message, publicKey);
}

const suite = ciphersuite('frost-ed25519');
