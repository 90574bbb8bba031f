import type { Action } from '../action.ts';
import type { InstructionReader } from '../instructionReader.ts';
import type { Instruction } from '../parseTransaction.ts';

export const ASSOCIATED_TOKEN_PROGRAM = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL';

const CREATE = 0;
const CREATE_IDEMPOTENT = 1;
const RECOVER_NESTED = 2;

/** Accounts: payer, token account, wallet, mint, System program, token program. No data means `Create`. */
export function associatedTokenAction(ix: InstructionReader): Action {
  const number = ix.isAtEnd ? CREATE : ix.u8();
  if (number === RECOVER_NESTED) throw ix.unsupported('RecoverNested');
  if (number !== CREATE && number !== CREATE_IDEMPOTENT) throw ix.unsupported(`instruction ${number}`);
  ix.end(6);
  const condition = number === CREATE_IDEMPOTENT ? ' unless it exists' : '';
  return {
    text: `Open the token account ${ix.account(1)} for mint ${ix.account(3)}${condition}, its rent paid by ${ix.account(0)}`,
    minor: true,
  };
}

/**
 * Token accounts that a transaction opens, with the wallet each belongs to. The program derives the address from the
 * wallet and the mint and fails, and the transaction with it, when another address is listed: so the owner is certain.
 */
export function openedTokenAccounts(instructions: readonly Instruction[]): ReadonlyMap<string, string> {
  const opened = new Map<string, string>();
  for (const { program, accounts } of instructions) {
    const [, account, wallet] = accounts;
    if (program !== ASSOCIATED_TOKEN_PROGRAM || account === undefined || wallet === undefined) continue;
    opened.set(account.address, wallet.address);
  }
  return opened;
}
