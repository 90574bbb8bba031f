import { secp256k1 } from '@noble/curves/secp256k1.js';
import { Bug, equalBytes } from '@quorate/tss-core';
import { OutScript } from '@scure/btc-signer/payment.js';
import { hash160 } from '@scure/btc-signer/utils.js';
import { standardScript } from './outputScript.ts';
import type { ParsedPsbt } from './parsePsbt.ts';
import { SIGHASH_ALL } from './sighash.ts';

/** Whose signature a P2PKH, P2WPKH or P2SH-P2WPKH coin asks for. */
export interface PubkeyHash {
  /** HASH160 of the public key, 20 bytes. */
  readonly hash: Uint8Array;
  /** Whether BIP-143 says what is signed, or the legacy rules do. */
  readonly segwit: boolean;
}

/** A public key and its signature: DER, then the sighash type. */
export type PartialSignature = readonly [publicKey: Uint8Array, signature: Uint8Array];

/** Reads the form of a coin from its script and, for P2SH, the redeem script; undefined when it is of another form. */
export function pubkeyHash(script: Uint8Array, redeemScript: Uint8Array | undefined): PubkeyHash | undefined {
  const decoded = standardScript(script);
  if (decoded?.type === 'pkh') return { hash: decoded.hash, segwit: false };
  if (decoded?.type === 'wpkh') return { hash: decoded.hash, segwit: true };
  if (decoded?.type !== 'sh' || redeemScript === undefined) return undefined;
  const inner = standardScript(redeemScript);
  const isWrapped = inner?.type === 'wpkh' && equalBytes(hash160(redeemScript), decoded.hash);
  return isWrapped ? { hash: inner.hash, segwit: true } : undefined;
}

/** The digest of input `index`, 32 bytes. BIP-143: the script code of P2WPKH is the P2PKH script of the same hash. */
export function pubkeyHashSighash(psbt: ParsedPsbt, index: number, coin: PubkeyHash, sighashType: number): Uint8Array {
  const code = OutScript.encode({ type: 'pkh', hash: coin.hash });
  if (sighashType === SIGHASH_ALL)
    return coin.segwit ? psbt.whole.witnessV0(index, code) : psbt.whole.legacy(index, code);
  if (coin.segwit) return psbt.tx.preimageWitnessV0(index, code, sighashType, psbt.inputs[index]?.amount ?? 0n);
  throw new Bug('legacy inputs are signed for the whole transaction only');
}

/** Whether a signature makes input `index` valid; its type must be ALL for a legacy coin. */
export function verifyPubkeyHash(
  psbt: ParsedPsbt,
  index: number,
  coin: PubkeyHash,
  [publicKey, signature]: PartialSignature,
): boolean {
  if (!equalBytes(hash160(publicKey), coin.hash)) return false;
  const digest = pubkeyHashSighash(psbt, index, coin, signature.at(-1) ?? 0);
  const options = { prehash: false, format: 'der', lowS: false } as const;
  try {
    return secp256k1.verify(signature.subarray(0, -1), digest, publicKey, options);
  } catch {
    return false;
  }
}
