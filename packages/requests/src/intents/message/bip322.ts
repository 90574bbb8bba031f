import { schnorr } from '@noble/curves/secp256k1.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { RawOldTx, RawWitness } from '@scure/btc-signer/script.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { sha256x2 } from '@scure/btc-signer/utils.js';

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
export function bip322Digest(message: Uint8Array, script: Uint8Array): Uint8Array {
  return toSign(message, script).preimageWitnessV1(0, [script], 0, [0n]);
}

/** The witness stack of one key-path signature, consensus encoded. */
export function simpleSignature(signature: Uint8Array): Uint8Array {
  return RawWitness.encode([signature]);
}
