import type { ParsedTransaction } from './parseTransaction.ts';
import { COMPUTE_BUDGET_PROGRAM, type ComputeBudget } from './programs/computeBudget.ts';

/** Lamports per required signature: the base fee. */
const LAMPORTS_PER_SIGNATURE = 5000n;
/** What the runtime allots per instruction when the transaction sets no limit, and its overall maximum. */
const DEFAULT_UNITS = 200_000n;
const MAX_UNITS = 1_400_000n;
const MICRO = 1_000_000n;

export interface Fee {
  readonly lamports: bigint;
  readonly priority: bigint;
  /** False when the transaction sets no compute limit: then the fee is an upper bound. */
  readonly exact: boolean;
}

/** Base fee plus priority fee (price × limit, rounded up), in lamports. */
export function transactionFee(transaction: ParsedTransaction, budget: ComputeBudget): Fee {
  const programs = transaction.instructions.filter(({ program }) => program !== COMPUTE_BUDGET_PROGRAM);
  const wanted = budget.unitLimit === undefined ? DEFAULT_UNITS * BigInt(programs.length) : BigInt(budget.unitLimit);
  const units = wanted > MAX_UNITS ? MAX_UNITS : wanted;
  const price = budget.unitPrice ?? 0n;
  const priority = (price * units + MICRO - 1n) / MICRO;
  const base = LAMPORTS_PER_SIGNATURE * BigInt(transaction.signers.length);
  return { lamports: base + priority, priority, exact: price === 0n || budget.unitLimit !== undefined };
}
