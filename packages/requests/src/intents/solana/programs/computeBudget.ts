import type { Action } from '../action.ts';
import type { InstructionReader } from '../instructionReader.ts';

export const COMPUTE_BUDGET_PROGRAM = 'ComputeBudget111111111111111111111111111111';

/** What a transaction says about its own cost. */
export interface ComputeBudget {
  unitLimit?: number;
  /** Millionths of a lamport per compute unit. */
  unitPrice?: bigint;
}

const HEAP_FRAME = 1;
const UNIT_LIMIT = 2;
const UNIT_PRICE = 3;
const LOADED_ACCOUNTS_LIMIT = 4;

/** Reads one compute budget instruction into `budget`; the runtime refuses one that comes twice, so it is malformed. */
export function computeBudgetAction(ix: InstructionReader, budget: ComputeBudget): Action {
  const action = readAction(ix, budget);
  ix.end(0);
  return { ...action, minor: true };
}

function readAction(ix: InstructionReader, budget: ComputeBudget): Action {
  const number = ix.u8();
  switch (number) {
    case HEAP_FRAME:
      return { text: `Ask for a heap of ${ix.u32()} bytes` };
    case UNIT_LIMIT:
      if (budget.unitLimit !== undefined) throw ix.malformed();
      budget.unitLimit = ix.u32();
      return { text: `Limit the computation to ${budget.unitLimit} units` };
    case UNIT_PRICE:
      if (budget.unitPrice !== undefined) throw ix.malformed();
      budget.unitPrice = ix.u64();
      return { text: `Offer a priority fee of ${budget.unitPrice} micro-lamports per unit` };
    case LOADED_ACCOUNTS_LIMIT:
      return { text: `Limit the loaded account data to ${ix.u32()} bytes` };
    default:
      throw ix.unsupported(`instruction ${number}`);
  }
}
