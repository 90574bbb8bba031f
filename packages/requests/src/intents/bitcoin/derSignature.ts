import { secp256k1 } from '@noble/curves/secp256k1.js';
import { concatBytes } from '@noble/hashes/utils.js';

/** r ‖ s ‖ v as threshold ECDSA makes it, s low, in Bitcoin's encoding: DER of (r, s), then the sighash type. */
export function derSignature(signature: Uint8Array, sighashType: number): Uint8Array<ArrayBuffer> {
  const der = secp256k1.Signature.fromBytes(signature.subarray(0, 64), 'compact').toBytes('der');
  return concatBytes(der, Uint8Array.of(sighashType));
}
