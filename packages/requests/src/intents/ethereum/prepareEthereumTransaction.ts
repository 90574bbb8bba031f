import { Bug } from '@quorate/tss-core';
import { ethHex } from 'micro-eth-signer';
import type { EthereumTransactionIntent } from '../intent.ts';
import type { Artefact, KeyContext, PreparedIntent } from '../prepared.ts';
import { requireScheme, requireSignature } from '../rejections.ts';
import { describeEthereumTransaction } from './describeEthereumTransaction.ts';
import { ethereumAddress } from './ethereumAddress.ts';
import { type EthereumTransaction, parseEthereumTransaction } from './parseEthereumTransaction.ts';
import { recoverable } from './recoverable.ts';

/** Prepares an unsigned transaction of the key's own account: see the rules in the files it calls. */
export function prepareEthereumTransaction(intent: EthereumTransactionIntent, key: KeyContext): PreparedIntent {
  requireScheme(key, ['ecdsa-secp256k1'], 'ethereum-transaction');
  const self = ethereumAddress(key);
  const transaction = parseEthereumTransaction(intent.transaction);
  const { sighash } = transaction;
  return {
    ...describeEthereumTransaction(transaction, self),
    messages: [sighash],
    attach(signatures) {
      return signedTransaction(transaction, requireSignature(sighash, signatures, key), self);
    },
  };
}

function signedTransaction(transaction: EthereumTransaction, signature: Uint8Array, self: string): Artefact {
  const { bytes, hash, sender } = transaction.signedBy(recoverable(signature));
  if (sender !== self) throw new Bug(`a signature of ${self} is recovered as ${sender}'s`);
  const text = ethHex.encode(bytes);
  return { kind: 'ethereum-transaction', bytes, text, missingSigners: [], finalized: { bytes, text, txid: hash } };
}
