import type { Instruction, ParsedTransaction } from './parseTransaction.ts';
import { ADVANCE_NONCE, SYSTEM_PROGRAM } from './programs/system.ts';

/**
 * Whether the transaction lives by a durable nonce: its first instruction advances a nonce account, and what stands in
 * place of the recent blockhash is that account's value.
 */
export function isDurable(transaction: ParsedTransaction): boolean {
  const [first] = transaction.instructions;
  return first !== undefined && isAdvanceNonce(first);
}

function isAdvanceNonce({ program, data }: Instruction): boolean {
  return (
    program === SYSTEM_PROGRAM && data.length === 4 && data.every((byte, i) => byte === (i === 0 ? ADVANCE_NONCE : 0))
  );
}
