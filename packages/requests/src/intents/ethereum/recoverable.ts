import { bytesToNumberBE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { Bug, RequestRejected } from '@quorate/tss-core';

/** A verified signature as Ethereum writes it: R's x is r itself, so that the parity of its y finds it again. */
export interface Recoverable {
  readonly r: bigint;
  readonly s: bigint;
  readonly yParity: 0 | 1;
}

/**
 * Splits r ‖ s ‖ v (65 bytes, verified, s low). Throws RequestRejected `bad-signature` for a v of 2 or 3: R's x was above
 * the order then, which happens once in 2^127 signatures and which Ethereum has no way to write.
 */
export function recoverable(signature: Uint8Array): Recoverable {
  const v = signature[64];
  if (signature.length !== 65 || v === undefined || v > 3) throw new Bug('a signature that verifies has 65 bytes');
  if (v > 1) throw new RequestRejected('bad-signature', 'The signature cannot be written for Ethereum; sign again.');
  const r = bytesToNumberBE(signature.subarray(0, 32));
  const s = bytesToNumberBE(signature.subarray(32, 64));
  return { r, s, yParity: v === 0 ? 0 : 1 };
}

/** r ‖ s ‖ (27 or 28), as wallets give signatures of messages and `ecrecover` takes them. 65 bytes. */
export function walletSignature(signature: Uint8Array): Uint8Array {
  const { yParity } = recoverable(signature);
  return concatBytes(signature.subarray(0, 64), Uint8Array.of(27 + yParity));
}
