import { schnorr } from '@noble/curves/secp256k1.js';
import { p2tr, SigHash, Transaction } from '@scure/btc-signer';

/** What @scure/btc-signer and @noble/curves say about a signed PSBT. No code of ours takes part. */
export interface BitcoinVerdict {
  readonly valid: boolean;
  readonly inputs: number;
  readonly txid: string;
  /** The transaction as `sendrawtransaction` takes it. */
  readonly raw: string;
}

/**
 * Recomputes the address from the internal key and every signature hash from the transaction, verifies every signature
 * (BIP-340) under the output key, and finalizes.
 */
export function verifyBitcoin(signedPsbt: Uint8Array, internalKey: Uint8Array): BitcoinVerdict {
  const own = p2tr(internalKey);
  const transaction = Transaction.fromPSBT(signedPsbt);
  const inputs = Array.from({ length: transaction.inputsLength }, (_, i) => transaction.getInput(i));
  const scripts = inputs.map(() => own.script);
  const amounts = inputs.map(({ witnessUtxo }) => witnessUtxo?.amount ?? 0n);
  const valid = inputs.every(({ tapKeySig }, i) => {
    const sighash = transaction.preimageWitnessV1(i, scripts, SigHash.DEFAULT, amounts);
    return tapKeySig !== undefined && schnorr.verify(tapKeySig, sighash, own.tweakedPubkey);
  });
  transaction.finalize();
  return { valid, inputs: inputs.length, txid: transaction.id, raw: transaction.hex };
}
