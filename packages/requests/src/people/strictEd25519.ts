import { ed25519 } from '@noble/curves/ed25519.js';
import { equalBytes } from '@quorate/tss-core';

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
 * Verifies Ed25519 so that every implementation agrees: RFC 8032 with canonical A and R of prime order and s < L. With
 * both points in the prime-order subgroup the cofactored equation that noble checks is the cofactorless one.
 */
export function verifyStrict(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  if (!isStrictPoint(publicKey) || !isStrictPoint(signature.subarray(0, 32))) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}
