import { ed25519 } from '@noble/curves/ed25519.js';

/**
 * Strict Ed25519 verification, as Solana's runtime does it: canonical A and R in the prime-order group, neither of them
 * the identity, s below the order. With both in the prime-order group the cofactored equation implies the cofactorless.
 */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  try {
    if (!isPrimeOrder(publicKey) || !isPrimeOrder(signature.subarray(0, 32))) return false;
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

function isPrimeOrder(encoded: Uint8Array): boolean {
  const point = ed25519.Point.fromBytes(encoded, false);
  return !point.is0() && point.isTorsionFree();
}
