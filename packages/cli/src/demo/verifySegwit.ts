import { secp256k1 } from '@noble/curves/secp256k1.js';
import { p2pkh, p2wpkh, SigHash, Transaction } from '@scure/btc-signer';
import { equalBytes } from '@scure/btc-signer/utils.js';
import type { BitcoinVerdict } from './verifyBitcoin.ts';

/**
 * Recomputes every signature hash (BIP-143) of a signed PSBT that spends P2WPKH coins of the key, verifies every signature
 * under the key, and finalizes. No code of ours takes part.
 * @param publicKey compressed, 33 bytes
 */
export function verifySegwit(signedPsbt: Uint8Array, publicKey: Uint8Array): BitcoinVerdict {
  const transaction = Transaction.fromPSBT(signedPsbt);
  const inputs = Array.from({ length: transaction.inputsLength }, (_, i) => transaction.getInput(i));
  const { script } = p2wpkh(publicKey);
  const valid = inputs.every(({ partialSig = [], nonWitnessUtxo, index = 0 }, i) => {
    const coin = nonWitnessUtxo?.outputs[index];
    const [signer, signature] = partialSig[0] ?? [];
    if (!coin || !signer || !signature || !equalBytes(signer, publicKey) || !equalBytes(coin.script, script))
      return false;
    const digest = transaction.preimageWitnessV0(i, p2pkh(publicKey).script, SigHash.ALL, coin.amount);
    return secp256k1.verify(signature.subarray(0, -1), digest, publicKey, { prehash: false, format: 'der' });
  });
  if (valid) transaction.finalize();
  return { valid, inputs: inputs.length, txid: transaction.id, raw: valid ? transaction.hex : '' };
}
