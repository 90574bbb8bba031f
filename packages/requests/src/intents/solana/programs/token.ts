import { decimal } from '../../amounts.ts';
import type { Action } from '../action.ts';
import type { InstructionReader } from '../instructionReader.ts';
import { setAuthority } from './tokenAuthority.ts';

export const TOKEN_PROGRAM = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';
export const TOKEN_2022_PROGRAM = 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb';

type Decode = (ix: InstructionReader) => Action;

/** Base instructions by their number (`spl_token::instruction::TokenInstruction`), the same in both programs. */
const INSTRUCTIONS: Readonly<Record<number, Decode>> = {
  0: (ix) => initializeMint(ix, 2),
  1: (ix) => ended(ix, 4, `Make ${ix.account(0)} a token account of ${ix.account(2)} for mint ${ix.account(1)}`),
  2: (ix) => initializeMultisig(ix, 2),
  3: transfer,
  4: approve,
  5: (ix) => multisigEnded(ix, 2, `Revoke every delegate of token account ${ix.account(0)}`),
  6: setAuthority,
  7: (ix) => mintTo(ix, ix.u64()),
  8: (ix) => burn(ix, ix.u64()),
  9: closeAccount,
  10: (ix) => multisigEnded(ix, 3, `Freeze token account ${ix.account(0)} of mint ${ix.account(1)}`),
  11: (ix) => multisigEnded(ix, 3, `Thaw token account ${ix.account(0)} of mint ${ix.account(1)}`),
  12: transferChecked,
  13: approveChecked,
  14: (ix) => mintTo(ix, ix.u64(), ix.u8()),
  15: (ix) => burn(ix, ix.u64(), ix.u8()),
  16: (ix) => initializeAccountFor(ix, 3),
  17: (ix) => ended(ix, 1, `Count the SOL in wrapped-SOL token account ${ix.account(0)}`),
  18: (ix) => initializeAccountFor(ix, 2),
  19: (ix) => initializeMultisig(ix, 1),
  20: (ix) => initializeMint(ix, 1),
  22: (ix) => ended(ix, 1, `Fix the owner of token account ${ix.account(0)} for ever`),
};

/** An instruction of SPL Token, or one of those that Token-2022 shares with it. */
export function tokenAction(ix: InstructionReader): Action {
  const number = ix.u8();
  const decode = INSTRUCTIONS[number];
  if (decode === undefined) throw ix.unsupported(`instruction ${number}`);
  return decode(ix);
}

/** Token-2022 mints may carry extensions that change what a transfer does. */
export function token2022Action(ix: InstructionReader): Action {
  const action = tokenAction(ix);
  if (action.transfersTokens !== true) return action;
  const warning =
    'Token-2022: this mint may take a fee from the transfer or run a program on it; nothing here shows it.';
  return { ...action, warnings: [...(action.warnings ?? []), warning] };
}

function transfer(ix: InstructionReader): Action {
  const amount = ix.u64();
  ix.end(3, 'multisig');
  return {
    text: `Transfer ${amount} raw token units from token account ${ix.account(0)} to token account ${ix.account(1)}, authority ${ix.account(2)}`,
    transfersTokens: true,
    warnings: ['The token transfer names neither mint nor decimals: which token moves cannot be known from it.'],
  };
}

function transferChecked(ix: InstructionReader): Action {
  const amount = tokens(ix.u64(), ix.u8(), ix.account(1));
  ix.end(4, 'multisig');
  return {
    text: `Transfer ${amount} from token account ${ix.account(0)} to token account ${ix.account(2)}, authority ${ix.account(3)}`,
    transfersTokens: true,
  };
}

function approve(ix: InstructionReader): Action {
  const amount = `${ix.u64()} raw token units`;
  ix.end(3, 'multisig');
  return delegation(amount, ix.account(0), ix.account(1));
}

function approveChecked(ix: InstructionReader): Action {
  const amount = tokens(ix.u64(), ix.u8(), ix.account(1));
  ix.end(4, 'multisig');
  return delegation(amount, ix.account(0), ix.account(2));
}

function delegation(amount: string, account: string, delegate: string): Action {
  return {
    text: `Allow ${delegate} to take up to ${amount} from token account ${account}`,
    warnings: [`${delegate} can take up to ${amount} at any later time, without asking again.`],
  };
}

function mintTo(ix: InstructionReader, amount: bigint, decimals?: number): Action {
  ix.end(3, 'multisig');
  const minted = tokens(amount, decimals, ix.account(0));
  return { text: `Mint ${minted} to token account ${ix.account(1)}, authority ${ix.account(2)}` };
}

function burn(ix: InstructionReader, amount: bigint, decimals?: number): Action {
  ix.end(3, 'multisig');
  const burnt = tokens(amount, decimals, ix.account(1));
  return {
    text: `Burn ${burnt} of token account ${ix.account(0)}, authority ${ix.account(2)}`,
    warnings: [`${burnt} will be destroyed.`],
  };
}

function closeAccount(ix: InstructionReader): Action {
  ix.end(3, 'multisig');
  return {
    text: `Close token account ${ix.account(0)} and send all SOL in it to ${ix.account(1)}, authority ${ix.account(2)}`,
    warnings: [`All SOL in token account ${ix.account(0)} goes to ${ix.account(1)}; how much is not known offline.`],
  };
}

function initializeMint(ix: InstructionReader, accounts: number): Action {
  const [decimals, authority, freezer] = [ix.u8(), ix.key(), ix.optionalKey()];
  const freeze = freezer === undefined ? 'no freeze authority' : `freeze authority ${freezer}`;
  const text = `Make ${ix.account(0)} a mint of ${decimals} decimals with mint authority ${authority} and ${freeze}`;
  return ended(ix, accounts, text);
}

function initializeAccountFor(ix: InstructionReader, accounts: number): Action {
  const owner = ix.key();
  return ended(ix, accounts, `Make ${ix.account(0)} a token account of ${owner} for mint ${ix.account(1)}`);
}

function initializeMultisig(ix: InstructionReader, firstMember: number): Action {
  const threshold = ix.u8();
  const members = ix.accountsFrom(firstMember);
  const text = `Make ${ix.account(0)} a token multisig: ${threshold} of ${members.join(', ')}`;
  return ended(ix, firstMember + members.length, text);
}

function tokens(amount: bigint, decimals: number | undefined, mint: string): string {
  if (decimals === undefined) return `${amount} raw units of mint ${mint}`;
  return `${decimal(amount, decimals)} tokens (${amount} raw units, ${decimals} decimals) of mint ${mint}`;
}

function ended(ix: InstructionReader, accounts: number, text: string): Action {
  ix.end(accounts);
  return { text };
}

function multisigEnded(ix: InstructionReader, accounts: number, text: string): Action {
  ix.end(accounts, 'multisig');
  return { text };
}
