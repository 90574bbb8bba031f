import type { Intent, KeyContext, Network } from '@quorate/requests';
import { p2tr, p2wpkh } from '@scure/btc-signer/payment.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { pubECDSA } from '@scure/btc-signer/utils.js';

/** Whom the documents pay: each number is somebody else. */
type Payee = number;

export interface BitcoinPayment {
  readonly sat: bigint;
  readonly payee: Payee;
  readonly network?: Network;
}

/** A PSBT of two coins of the key, 100 000 sat each: a payment, and the change but for a fee of 1000 sat. */
export function bitcoinPayment({ groupKey }: KeyContext, { sat, payee, network = 'regtest' }: BitcoinPayment): Intent {
  const tapInternalKey = groupKey.subarray(1);
  const { script } = p2tr(tapInternalKey);
  const tx = new Transaction();
  for (const index of [0, 1]) {
    tx.addInput({ txid: new Uint8Array(32).fill(9), index, witnessUtxo: { script, amount: 100_000n }, tapInternalKey });
  }
  tx.addOutput({ script: p2wpkh(pubECDSA(new Uint8Array(32).fill(payee))).script, amount: sat });
  tx.addOutput({ script, amount: 199_000n - sat });
  return { kind: 'bitcoin-psbt', value: { psbt: tx.toPSBT(0), network } };
}

export interface SolanaPayment {
  readonly lamports: bigint;
  readonly payee: Payee;
}

/** A legacy transaction with one system transfer and an empty signature. */
export function solanaPayment({ publicKey }: KeyContext, { lamports, payee }: SolanaPayment): Intent {
  const blockhash = new Uint8Array(32).fill(42);
  const systemProgram = new Uint8Array(32);
  const data = new Uint8Array(12);
  new DataView(data.buffer).setUint32(0, 2, true);
  new DataView(data.buffer).setBigUint64(4, lamports, true);
  const accounts = [...publicKey, ...new Uint8Array(32).fill(payee), ...systemProgram];
  const message = [1, 0, 1, 3, ...accounts, ...blockhash, 1, 2, 2, 0, 1, data.length, ...data];
  return { kind: 'solana-transaction', value: { transaction: Uint8Array.of(1, ...new Uint8Array(64), ...message) } };
}
