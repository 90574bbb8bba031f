import { bytesToHex } from '@noble/hashes/utils.js';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { RawOldTx } from '@scure/btc-signer/script.js';
import { sha256x2 } from '@scure/btc-signer/utils.js';
import type { BitcoinKey } from './bitcoinKey.ts';
import type { PsbtMaps } from './parsePsbt.ts';

type InputMap = PsbtMaps['inputs'][number];
type UnsignedInput = NonNullable<PsbtMaps['global']['unsignedTx']>['inputs'][number];
type PreviousTransaction = NonNullable<InputMap['nonWitnessUtxo']>;

/** The output an input spends. */
export interface Prevout {
  /** `txid:index`, as explorers write it. */
  readonly outpoint: string;
  readonly script: Uint8Array;
  readonly amount: bigint;
}

/**
 * What input `i` spends. Every input must say it, our own or not. Where the whole previous transaction is given, it must
 * have the txid that is spent and agree with the witness utxo.
 *
 * A taproot signature commits to all amounts and scripts (BIP-341): one given alone needs no proof, since a false one
 * makes the signature invalid. An ECDSA signature commits to the amount of its own input at most. With amounts that are
 * false in turn, two requests would yield two valid signatures for one transaction that pays a fee nobody saw
 * (CVE-2020-14199), so that every input has to come with its previous transaction. Trezor asks for the same.
 */
export function readPrevout(map: InputMap, unsigned: UnsignedInput | undefined, i: number, key: BitcoinKey): Prevout {
  const txid = unsigned?.txid ?? map.txid;
  const index = unsigned?.index ?? map.index;
  if (txid === undefined || index === undefined) throw missing(i);
  if (map.nonWitnessUtxo === undefined && !key.commitsToAllAmounts) throw unproven(i);
  const full = map.nonWitnessUtxo === undefined ? undefined : fullOutput(map.nonWitnessUtxo, txid, index, i);
  const utxo = map.witnessUtxo ?? full;
  if (utxo === undefined) throw missing(i);
  if (full !== undefined && (full.amount !== utxo.amount || !equalBytes(full.script, utxo.script))) {
    throw mismatch(i, 'does not agree with its witness utxo');
  }
  return { outpoint: `${bytesToHex(txid)}:${index}`, script: utxo.script, amount: utxo.amount };
}

function fullOutput(previous: PreviousTransaction, txid: Uint8Array, index: number, i: number) {
  const id = sha256x2(RawOldTx.encode(previous)).reverse();
  if (!equalBytes(id, txid)) throw mismatch(i, 'has another txid than the one it spends');
  const output = previous.outputs[index];
  if (output === undefined) throw mismatch(i, 'has no output of the index it spends');
  return output;
}

function missing(i: number): RequestRejected {
  return new RequestRejected(
    'missing-utxo',
    `Input ${i} does not say what it spends, and a taproot signature commits to the amounts of all inputs.`,
    'Add the witness utxo of every input (for example with `bitcoin-cli utxoupdatepsbt`).',
  );
}

function unproven(i: number): RequestRejected {
  return new RequestRejected(
    'unproven-amount',
    `Input ${i} comes without the transaction that it spends, so its amount and with it the fee could be false.`,
    'Add the non-witness utxo of every input, as hardware wallets ask for too (a full node or an Electrum server has it).',
  );
}

function mismatch(i: number, problem: string): RequestRejected {
  return new RequestRejected('utxo-mismatch', `The previous transaction of input ${i} ${problem}.`);
}
