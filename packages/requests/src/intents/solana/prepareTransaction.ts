import { RequestRejected } from '@quorate/tss-core';
import { base58, base64 } from '@scure/base';
import { verifyStrict } from '../../ed25519/strictEd25519.ts';
import type { SolanaTransaction } from '../intent.ts';
import type { Artefact, KeyContext, PreparedIntent } from '../prepared.ts';
import { requireScheme, requireSignature } from '../rejections.ts';
import { describeTransaction } from './describeTransaction.ts';
import { type ParsedTransaction, parseTransaction } from './parseTransaction.ts';
import { solanaAddress } from './solanaKey.ts';

const SIGNATURE_BYTES = 64;

/** Prepares a transaction that lists our key among its signers. */
export function prepareTransaction(intent: SolanaTransaction, context: KeyContext): PreparedIntent {
  requireScheme(context, ['frost-ed25519'], 'solana-transaction');
  const self = solanaAddress(context);
  const transaction = parseTransaction(intent.transaction);
  const position = ourPosition(transaction, self);
  checkSignatures(transaction);
  if (transaction.signers[position]?.signature !== undefined) {
    throw new RequestRejected('nothing-to-sign', 'The transaction already carries the signature of this key.');
  }
  const { message } = transaction;
  const { description, fee } = describeTransaction(transaction, self);
  return {
    description,
    needs: [],
    fee,
    messages: [message],
    attach(signatures) {
      const signature = requireSignature(message, signatures, context);
      return signedTransaction(intent.transaction, transaction, position, signature);
    },
  };
}

function ourPosition(transaction: ParsedTransaction, self: string): number {
  const position = transaction.signers.findIndex((signer) => signer.address === self);
  if (position >= 0) return position;
  throw new RequestRejected(
    'nothing-to-sign',
    `This key (${self}) is not among the signers of the transaction.`,
    'Build the transaction with the address of this key; `quorate key address` prints it.',
  );
}

/** Signatures that are there already must be good: a transaction with a bad one can never be sent. */
function checkSignatures({ signers, message }: ParsedTransaction): void {
  for (const { address, signature } of signers) {
    if (signature === undefined || verifyStrict(signature, message, base58.decode(address))) continue;
    throw new RequestRejected(
      'bad-signature',
      `The transaction carries a signature of ${address} that is not valid for it.`,
      'Clear that signature, or let its owner sign again.',
    );
  }
}

/** The same bytes with our 64 put in place: the wire form is a count (one byte: there are fewer than 128), signatures, message. */
function signedTransaction(
  wire: Uint8Array,
  { signers }: ParsedTransaction,
  position: number,
  signature: Uint8Array,
): Artefact {
  const bytes = Uint8Array.from(wire);
  bytes.set(signature, 1 + position * SIGNATURE_BYTES);
  const text = base64.encode(bytes);
  const missingSigners = signers
    .filter((signer, i) => i !== position && signer.signature === undefined)
    .map((signer) => signer.address);
  const artefact = { kind: 'solana-transaction', bytes, text, missingSigners } as const;
  if (missingSigners.length > 0) return artefact;
  // A transaction is known by its first signature, the fee payer's.
  return { ...artefact, finalized: { bytes, text, txid: base58.encode(bytes.subarray(1, 1 + SIGNATURE_BYTES)) } };
}
