import { RequestRejected } from '@quorate/tss-core';
import type { Network } from '../intent.ts';
import { type OutputTarget, outputTarget } from './outputScript.ts';
import type { ParsedInput, ParsedOutput, ParsedPsbt } from './parsePsbt.ts';

/** 21 million BTC in satoshi (consensus: MoneyRange). */
const MAX_MONEY = 21_000_000n * 100_000_000n;
const OP_RETURN = 0x6a;

/** Where the money of a transaction comes from and goes to, seen from our key. */
export interface MoneyFlow {
  readonly ours: readonly ParsedInput[];
  readonly foreign: readonly ParsedInput[];
  readonly payments: readonly Payment[];
  /** Outputs back to our own scripts. */
  readonly change: bigint;
  readonly fromUs: bigint;
  readonly total: bigint;
  readonly fee: bigint;
}

export interface Payment {
  readonly target: OutputTarget;
  readonly amount: bigint;
  readonly script: Uint8Array;
}

/** Throws RequestRejected when an output cannot be described or the sums are impossible. */
export function moneyFlow(psbt: ParsedPsbt, network: Network): MoneyFlow {
  checkOutpoints(psbt.inputs);
  checkNotMessage(psbt.outputs);
  const ours = psbt.inputs.filter(({ own }) => own !== undefined);
  const foreign = psbt.inputs.filter(({ own }) => own === undefined);
  const toOthers = psbt.outputs.filter(({ ours }) => !ours);
  const payments = toOthers.map((output) => payment(output, psbt.outputs.indexOf(output), network));
  const total = sum(psbt.inputs);
  const paid = sum(psbt.outputs);
  if (paid > total) {
    throw new RequestRejected('outputs-exceed-inputs', `The PSBT pays out ${paid} sat but spends only ${total} sat.`);
  }
  return { ours, foreign, payments, change: paid - sum(toOthers), fromUs: sum(ours), total, fee: total - paid };
}

function payment(output: ParsedOutput, index: number, network: Network): Payment {
  const target = outputTarget(output.script, network);
  if (target !== undefined) return { target, ...output };
  throw new RequestRejected(
    'unsupported-output',
    `Output ${index} pays to a script of no standard form, so nobody can say who would receive it.`,
  );
}

function sum(coins: readonly { readonly amount: bigint }[]): bigint {
  const total = coins.reduce((accumulated, coin) => accumulated + coin.amount, 0n);
  if (total <= MAX_MONEY && coins.every((coin) => coin.amount >= 0n)) return total;
  throw new RequestRejected('impossible-amount', 'The PSBT moves more bitcoin than can exist.');
}

function checkOutpoints(inputs: readonly ParsedInput[]): void {
  const outpoints = inputs.map((input) => input.outpoint);
  const repeated = outpoints.find((outpoint, i) => outpoints.indexOf(outpoint) !== i);
  if (repeated !== undefined) throw new RequestRejected('duplicate-input', `The PSBT spends ${repeated} twice.`);
}

/**
 * BIP-322's `to_sign` has exactly one output, an empty OP_RETURN of 0 sat. Signed as a payment it would be a statement
 * in our name whose text nobody here has seen.
 */
function checkNotMessage(outputs: readonly ParsedOutput[]): void {
  const [only] = outputs;
  if (outputs.length !== 1 || only?.amount !== 0n || only.script.length !== 1 || only.script[0] !== OP_RETURN) return;
  throw new RequestRejected(
    'disguised-message',
    'This PSBT is a BIP-322 message, not a payment, and its text is not in it.',
    'Ask for a message signature with the text instead.',
  );
}
