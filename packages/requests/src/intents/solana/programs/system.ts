import { sol } from '../../amounts.ts';
import type { Action } from '../action.ts';
import type { InstructionReader } from '../instructionReader.ts';

export const SYSTEM_PROGRAM = '11111111111111111111111111111111';

export const ADVANCE_NONCE = 4;

/** System program instructions by their number (`solana_program::system_instruction::SystemInstruction`). */
const INSTRUCTIONS: readonly ((ix: InstructionReader) => Action)[] = [
  createAccount,
  assign,
  transfer,
  createAccountWithSeed,
  advanceNonce,
  withdrawNonce,
  initializeNonce,
  authorizeNonce,
  allocate,
  allocateWithSeed,
  assignWithSeed,
  transferWithSeed,
  upgradeNonce,
];

export function systemAction(ix: InstructionReader): Action {
  const number = ix.u32();
  const decode = INSTRUCTIONS[number];
  if (decode === undefined) throw ix.unsupported(`instruction ${number}`);
  return decode(ix);
}

function createAccount(ix: InstructionReader): Action {
  const [lamports, space, owner] = [ix.u64(), ix.u64(), ix.key()];
  ix.end(2);
  return {
    text: `Create account ${ix.account(1)} of ${space} bytes owned by program ${owner}, paying ${sol(lamports)} from ${ix.account(0)}`,
    warnings: ownedByProgram(ix.account(1), owner, lamports),
  };
}

function assign(ix: InstructionReader): Action {
  const owner = ix.key();
  ix.end(1);
  return {
    text: `Give account ${ix.account(0)} away to program ${owner}`,
    warnings: [givesAway(ix.account(0), owner)],
  };
}

function transfer(ix: InstructionReader): Action {
  const lamports = ix.u64();
  ix.end(2);
  return { text: `Transfer ${sol(lamports)} from ${ix.account(0)} to ${ix.account(1)}` };
}

function createAccountWithSeed(ix: InstructionReader): Action {
  const [base, seed, lamports, space, owner] = [ix.key(), ix.text(), ix.u64(), ix.u64(), ix.key()];
  // The base is listed as a third account only when it is not the payer.
  ix.end(2, 'multisig');
  return {
    text: `Create account ${ix.account(1)} (from ${base} with seed ${seed}) of ${space} bytes owned by program ${owner}, paying ${sol(lamports)} from ${ix.account(0)}`,
    warnings: ownedByProgram(ix.account(1), owner, lamports),
  };
}

function advanceNonce(ix: InstructionReader): Action {
  ix.end(3);
  return { text: `Advance durable nonce account ${ix.account(0)}, authority ${ix.account(2)}`, minor: true };
}

function withdrawNonce(ix: InstructionReader): Action {
  const lamports = ix.u64();
  ix.end(5);
  return {
    text: `Withdraw ${sol(lamports)} from nonce account ${ix.account(0)} to ${ix.account(1)}, authority ${ix.account(4)}`,
  };
}

function initializeNonce(ix: InstructionReader): Action {
  const authority = ix.key();
  ix.end(3);
  return { text: `Make ${ix.account(0)} a nonce account with authority ${authority}` };
}

function authorizeNonce(ix: InstructionReader): Action {
  const authority = ix.key();
  ix.end(2);
  return {
    text: `Hand nonce account ${ix.account(0)} from ${ix.account(1)} to the new authority ${authority}`,
    warnings: [`${authority} will control nonce account ${ix.account(0)} and the SOL in it.`],
  };
}

function allocate(ix: InstructionReader): Action {
  const space = ix.u64();
  ix.end(1);
  return { text: `Allocate ${space} bytes of data in account ${ix.account(0)}`, warnings: [locks(ix.account(0))] };
}

function allocateWithSeed(ix: InstructionReader): Action {
  const [base, seed, space, owner] = [ix.key(), ix.text(), ix.u64(), ix.key()];
  ix.end(2);
  return {
    text: `Allocate ${space} bytes in account ${ix.account(0)} (from ${base} with seed ${seed}) and give it to program ${owner}`,
    warnings: [givesAway(ix.account(0), owner)],
  };
}

function assignWithSeed(ix: InstructionReader): Action {
  const [base, seed, owner] = [ix.key(), ix.text(), ix.key()];
  ix.end(2);
  return {
    text: `Give account ${ix.account(0)} (from ${base} with seed ${seed}) away to program ${owner}`,
    warnings: [givesAway(ix.account(0), owner)],
  };
}

function transferWithSeed(ix: InstructionReader): Action {
  const [lamports, seed, owner] = [ix.u64(), ix.text(), ix.key()];
  ix.end(3);
  return {
    text: `Transfer ${sol(lamports)} from ${ix.account(0)} (of ${ix.account(1)} with seed ${seed}, program ${owner}) to ${ix.account(2)}`,
  };
}

function upgradeNonce(ix: InstructionReader): Action {
  ix.end(1);
  return { text: `Upgrade nonce account ${ix.account(0)} to the current version` };
}

function ownedByProgram(account: string, owner: string, lamports: bigint): string[] {
  if (owner === SYSTEM_PROGRAM) return [];
  return [`The ${sol(lamports)} in the new account ${account} will be controlled by program ${owner}.`];
}

function givesAway(account: string, program: string): string {
  return `Account ${account} and all the SOL in it will be controlled by program ${program}, and no longer by its key.`;
}

function locks(account: string): string {
  return `An account that holds data cannot send SOL by a transfer: ${account} may become unusable as a wallet.`;
}
