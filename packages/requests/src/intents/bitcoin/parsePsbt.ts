import { Bug, RequestRejected } from '@quorate/tss-core';
import { RawPSBTV0, RawPSBTV2 } from '@scure/btc-signer/psbt.js';
import { Transaction } from '@scure/btc-signer/transaction.js';
import { orReject } from '../rejections.ts';
import { type BitcoinKey, ownOutput } from './bitcoinKey.ts';
import { encodePsbt } from './encodePsbt.ts';
import type { OwnOutput } from './ownOutput.ts';
import { type Prevout, readPrevout } from './prevout.ts';
import { checkFields } from './psbtFields.ts';
import { type WholeTransaction, wholeTransaction } from './wholeTransaction.ts';

/** Unknown and proprietary fields belong to others: kept. `allowMissingTxModifiable` would add a field on output. */
const OPTIONS = {
  unknown: 'ignore',
  proprietary: 'ignore',
  allowUnknownInputs: true,
  allowUnknownOutputs: true,
  allowMissingTxModifiable: false,
  // What an input spends is what `readPrevout` found, whatever its form.
  allowLegacyWitnessUtxo: true,
} as const;

/** Bounds the work of hashing (quadratic before segwit) and the length of what a person must read. */
export const MAX_PSBT_INPUTS = 256;
export const MAX_PSBT_OUTPUTS = 1024;

export type PsbtMaps = ReturnType<typeof RawPSBTV0.decode>;
export type PsbtInput = ReturnType<Transaction['getInput']>;

export interface ParsedPsbt {
  readonly version: 0 | 2;
  /** The key maps as they came, for putting signatures in without touching anything else. */
  readonly maps: PsbtMaps;
  readonly tx: Transaction;
  /** Digests of the types that commit to all of it. */
  readonly whole: WholeTransaction;
  readonly inputs: readonly ParsedInput[];
  readonly outputs: readonly ParsedOutput[];
}

export interface ParsedInput extends Prevout {
  readonly map: PsbtInput;
  readonly sequence: number;
  /** How our key spends it; undefined for a coin of somebody else. */
  readonly own: OwnOutput | undefined;
}

export interface ParsedOutput {
  readonly script: Uint8Array;
  readonly amount: bigint;
  /** Whether it pays to our key. */
  readonly ours: boolean;
}

/** Strict parse of a PSBT v0 (BIP-174) or v2 (BIP-370) that spends from `key`. Throws RequestRejected. */
export function parsePsbt(psbt: Uint8Array, key: BitcoinKey): ParsedPsbt {
  checkFields(psbt);
  const maps = decodeMaps(psbt);
  const version = maps.global.version === 2 ? 2 : 0;
  checkCounts(maps.inputs.length, maps.outputs.length);
  const prevouts = maps.inputs.map((map, i) => {
    const prevout = readPrevout(map, maps.global.unsignedTx?.inputs[i], i, key);
    const own = ownOutput(key, prevout.script);
    // Before the library sees it: its own check of such fields has no sentence for a person.
    own?.checkFields(map, i);
    return { ...prevout, own };
  });
  const tx = loadPsbt(version, maps, prevouts);
  if (tx.outputsLength !== maps.outputs.length) throw undecodable();
  const inputs = prevouts.map((prevout, i) => {
    const map = tx.getInput(i);
    return { ...prevout, map, sequence: map.sequence ?? 0xffffffff };
  });
  const outputs = readOutputs(tx, key);
  return { version, maps, tx, whole: wholeTransaction(tx.unsignedTx, inputs, outputs.length), inputs, outputs };
}

/**
 * The library's view of a PSBT, without the previous transactions, of which it would make a view of its own each time: seconds
 * for one with many outputs. In their place stand the outputs that were found in them. Nor has it what is for other
 * signers: it would find each point in there anew.
 * @param prevouts what each input spends, as `readPrevout` has checked it
 */
export function loadPsbt(version: 0 | 2, maps: PsbtMaps, prevouts: readonly Prevout[]): Transaction {
  const { xpub: _, unknown: _u, proprietary: _p, ...global } = maps.global;
  const inputs = maps.inputs.map((map, i) => {
    const { script, amount } = prevouts[i] ?? absent(i);
    return { ...withoutStrangers(map), witnessUtxo: { script: script.slice(), amount } };
  });
  const outputs = maps.outputs.map(({ amount, script }) =>
    amount === undefined || script === undefined ? {} : { amount, script },
  );
  return orReject(undecodable, () => Transaction.fromPSBT(encodePsbt(version, { global, inputs, outputs }), OPTIONS));
}

function withoutStrangers(map: PsbtMaps['inputs'][number]): PsbtMaps['inputs'][number] {
  const { nonWitnessUtxo: _n, bip32Derivation: _b, tapBip32Derivation: _t, ...forUs } = map;
  const { unknown: _u, proprietary: _p, ...known } = forUs;
  return known;
}

function decodeMaps(psbt: Uint8Array): PsbtMaps {
  try {
    return RawPSBTV0.decode(psbt);
  } catch {
    return orReject(undecodable, () => RawPSBTV2.decode(psbt));
  }
}

function checkCounts(inputs: number, outputs: number): void {
  if (inputs <= MAX_PSBT_INPUTS && outputs <= MAX_PSBT_OUTPUTS) return;
  throw new RequestRejected(
    'too-large',
    `The PSBT has ${inputs} inputs and ${outputs} outputs; at most ${MAX_PSBT_INPUTS} and ${MAX_PSBT_OUTPUTS} are signed.`,
    'Split the payment into several transactions.',
  );
}

function readOutputs(tx: Transaction, key: BitcoinKey): ParsedOutput[] {
  return Array.from({ length: tx.outputsLength }, (_, i) => {
    const { script, amount } = tx.getOutput(i);
    if (script === undefined || amount === undefined) throw undecodable();
    return { script, amount, ours: ownOutput(key, script) !== undefined };
  });
}

function absent(i: number): never {
  throw new Bug(`it is not known what input ${i} spends`);
}

function undecodable(): RequestRejected {
  return new RequestRejected(
    'undecodable',
    'These bytes are not a valid PSBT of version 0 or 2.',
    'Export the PSBT again; `bitcoin-cli decodepsbt` or `analyzepsbt` says what is wrong with it.',
  );
}
