import { ciphersuite } from '@quorate/tss-core';
import type { ParsedPsbt } from './parsePsbt.ts';
import { SIGHASH_ALL, SIGHASH_DEFAULT } from './sighash.ts';

/** BIP-341 signature message digest of the key path, of type DEFAULT or ALL. */
export function taprootSighash(psbt: ParsedPsbt, index: number, sighashType: number): Uint8Array {
  return psbt.whole.keyPath(index, sighashType);
}

/** Whether a key-path signature of 64 bytes (DEFAULT) or 65 (type ALL) verifies under an x-only output key. */
export function verifyKeyPath(psbt: ParsedPsbt, index: number, signature: Uint8Array, outputKey: Uint8Array): boolean {
  const type = signature.length === 64 ? SIGHASH_DEFAULT : (signature[64] ?? SIGHASH_DEFAULT);
  // 65 bytes ending in 00 are invalid by BIP-341.
  if (signature.length !== 64 && (signature.length !== 65 || type !== SIGHASH_ALL)) return false;
  const digest = taprootSighash(psbt, index, type);
  return ciphersuite('frost-secp256k1-tr').verify(signature.subarray(0, 64), digest, outputKey);
}
