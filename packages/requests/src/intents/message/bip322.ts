import { schnorr } from '@noble/curves/secp256k1.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { p2pkh, p2wpkh } from '@scure/btc-signer/payment.js';
import { RawOldTx, RawWitness } from '@scure/btc-signer/script.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { sha256x2 } from '@scure/btc-signer/utils.js';
import { SIGHASH_ALL, SIGHASH_DEFAULT } from '../bitcoin/sighash.ts';

/*
 * BIP-322 "simple" signatures. A message is signed by signing `to_sign`, a transaction that spends the one output of
 * `to_spend`, a transaction that cannot exist and that commits to the message and to the script of the address.
 */

const OP_RETURN = 0x6a;

/** BIP-340 tagged hash of the message, 32 bytes. */
export function bip322MessageHash(message: Uint8Array): Uint8Array {
  return schnorr.utils.taggedHash('BIP0322-signed-message', message);
}

/** @returns the txid of `to_spend`, 32 bytes in the order explorers show. */
export function toSpendId(message: Uint8Array, script: Uint8Array): Uint8Array {
  // scriptSig = OP_0 PUSH32[message hash]
  const finalScriptSig = concatBytes(Uint8Array.of(0x00, 0x20), bip322MessageHash(message));
  const raw = RawOldTx.encode({
    version: 0,
    inputs: [{ txid: new Uint8Array(32), index: 0xffffffff, finalScriptSig, sequence: 0 }],
    outputs: [{ amount: 0n, script }],
    lockTime: 0,
  });
  return sha256x2(raw).reverse();
}

/** The unsigned `to_sign` for an address whose scriptPubKey is `script`. */
export function toSign(message: Uint8Array, script: Uint8Array): Transaction {
  const tx = new Transaction({ version: 0, allowUnknownOutputs: true });
  tx.addInput({ txid: toSpendId(message, script), index: 0, sequence: 0, witnessUtxo: { amount: 0n, script } });
  tx.addOutput({ amount: 0n, script: Uint8Array.of(OP_RETURN) });
  return tx;
}

/** The BIP-341 key-path digest (SIGHASH_DEFAULT) of `to_sign`: what a P2TR address signs, 32 bytes. */
export function keyPathDigest(message: Uint8Array, script: Uint8Array): Uint8Array {
  return toSign(message, script).preimageWitnessV1(0, [script], SIGHASH_DEFAULT, [0n]);
}

/** The BIP-143 digest (SIGHASH_ALL) of `to_sign`: what the P2WPKH address of a public key signs, 32 bytes. */
export function wpkhDigest(message: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const code = p2pkh(publicKey).script;
  return toSign(message, p2wpkh(publicKey).script).preimageWitnessV0(0, code, SIGHASH_ALL, 0n);
}

/** A witness stack, consensus encoded. */
export function simpleSignature(witness: readonly Uint8Array[]): Uint8Array {
  return RawWitness.encode(witness.map((item) => Uint8Array.from(item)));
}
