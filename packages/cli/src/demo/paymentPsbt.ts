import type { Random } from '@quorate/tss-core';
import { hex } from '@scure/base';
import { p2tr, p2wpkh, Transaction } from '@scure/btc-signer';
import { pubECDSA } from '@scure/btc-signer/utils.js';

/** A payment that could be broadcast if its coins existed. */
export interface Payment {
  readonly psbt: Uint8Array;
  readonly inputs: number;
  /** Satoshis. */
  readonly amount: bigint;
  readonly fee: bigint;
  readonly payee: string;
}

const COIN = 100_000n;
const FEE = 3_000n;

/**
 * A PSBT that spends `inputs` coins of the key's own taproot address: most of it to a stranger, the rest back as change.
 * The coins are made up, everything else is as a wallet writes it.
 * @param internalKey x-only, 32 bytes: the key before BIP-86's tweak
 */
export function paymentPsbt(internalKey: Uint8Array, inputs: number, random: Random): Payment {
  const own = p2tr(internalKey);
  const payee = p2wpkh(pubECDSA(random(32))).address;
  if (payee === undefined) throw new TypeError('a p2wpkh script has an address');
  const transaction = new Transaction();
  for (let i = 0; i < inputs; i++) {
    transaction.addInput({
      txid: hex.encode(random(32)),
      index: i,
      witnessUtxo: { script: own.script, amount: COIN },
      tapInternalKey: internalKey,
    });
  }
  const total = COIN * BigInt(inputs);
  const amount = (total * 3n) / 4n;
  transaction.addOutputAddress(payee, amount);
  transaction.addOutput({ script: own.script, amount: total - amount - FEE });
  return { psbt: transaction.toPSBT(), inputs, amount, fee: FEE, payee };
}
