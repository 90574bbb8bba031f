import { sol } from '../amounts.ts';
import type { Description, DescriptionLine } from '../prepared.ts';
import type { Action } from './action.ts';
import { decodeInstructions } from './decodeInstructions.ts';
import { isDurable } from './durableNonce.ts';
import { type Fee, transactionFee } from './fee.ts';
import type { ParsedTransaction } from './parseTransaction.ts';
import { openedTokenAccounts } from './programs/associatedToken.ts';

/** 0.01 SOL: priority fees are usually below a thousandth of it. */
const HIGH_PRIORITY_FEE = 10_000_000n;

/**
 * A Solana transaction in plain words; `self` is our own address. Throws RequestRejected for what cannot be read.
 * @returns with the most that it pays as its fee, in lamports
 */
export function describeTransaction(
  transaction: ParsedTransaction,
  self: string,
): { readonly description: Description; readonly fee: bigint } {
  const name = naming(transaction, self);
  const { actions, budget } = decodeInstructions(transaction.instructions, name);
  const fee = transactionFee(transaction, budget);
  const lines = [
    { label: 'Network', value: `Solana, ${transaction.version === 'legacy' ? 'legacy' : 'version 0'} transaction` },
    ...actions.map((action, i) => ({ label: `Instruction ${i + 1}`, value: action.text })),
    { label: 'Fee', value: `${feeText(fee)}, paid by ${name(transaction.feePayer)}` },
    lifetimeLine(transaction),
    ...signerLines(transaction, self),
  ];
  const description = { title: title(actions), lines, warnings: warnings(transaction, actions, fee) };
  return { description, fee: fee.lamports };
}

/** Writes addresses for a person: our own, and token accounts whose owner the transaction itself states. */
function naming(transaction: ParsedTransaction, self: string): (address: string) => string {
  const owners = openedTokenAccounts(transaction.instructions);
  const plain = (address: string): string => (address === self ? `this key (${self})` : address);
  return (address) => {
    const owner = owners.get(address);
    return owner === undefined ? plain(address) : `${address} (of ${plain(owner)})`;
  };
}

function title(actions: readonly Action[]): string {
  const main = actions.filter((action) => action.minor !== true);
  const [first] = main;
  if (first !== undefined && main.length === 1) return first.text;
  return main.length === 0
    ? 'Solana transaction that moves nothing'
    : `Solana transaction that does ${main.length} things`;
}

function feeText(fee: Fee): string {
  const atMost = fee.exact ? '' : 'at most ';
  const priority = fee.priority === 0n ? '' : `, of which ${fee.priority} lamports for priority`;
  return `${atMost}${sol(fee.lamports)}${priority}`;
}

function lifetimeLine(transaction: ParsedTransaction): DescriptionLine {
  if (isDurable(transaction)) return { label: 'Durable nonce', value: transaction.blockhash };
  return { label: 'Recent blockhash', value: transaction.blockhash };
}

function signerLines(transaction: ParsedTransaction, self: string): DescriptionLine[] {
  return transaction.signers
    .filter((signer) => signer.address !== self)
    .map(({ address, signature }) => ({
      label: 'Other signer',
      value: `${address}, ${signature === undefined ? 'has not signed yet' : 'has signed'}`,
    }));
}

function warnings(transaction: ParsedTransaction, actions: readonly Action[], fee: Fee): string[] {
  const found = actions.flatMap((action) => action.warnings ?? []);
  if (fee.priority > HIGH_PRIORITY_FEE) found.push(`The priority fee is high: ${sol(fee.priority)}.`);
  if (isDurable(transaction)) {
    found.push(
      'The transaction uses a durable nonce: it stays valid until the nonce is advanced, however long that is.',
    );
  }
  return found;
}
