import type { Random } from '@quorate/tss-core';
import { p2wpkh, Transaction } from '@scure/btc-signer';
import { pubECDSA } from '@scure/btc-signer/utils.js';

const COIN = 100_000n;
const FEE = 2_000n;

/**
 * A PSBT that spends two coins of the key's P2WPKH address to a stranger. The coins are made up, and so is the transaction
 * that made them, which comes along as it must.
 */
export function segwitPsbt(publicKey: Uint8Array, random: Random): Uint8Array {
  const { script } = p2wpkh(publicKey);
  const coins = [0, 1];
  const previous = new Transaction();
  previous.addInput({ txid: random(32), index: 0 });
  for (const _ of coins) previous.addOutput({ script, amount: COIN });
  const spending = new Transaction();
  for (const index of coins) spending.addInput({ txid: previous.id, index, nonWitnessUtxo: previous.unsignedTx });
  spending.addOutput({ script: p2wpkh(pubECDSA(random(32))).script, amount: 2n * COIN - FEE });
  return spending.toPSBT();
}
