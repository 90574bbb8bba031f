import { RequestRejected } from '@quorate/tss-core';
import type { Action } from './action.ts';
import { InstructionReader } from './instructionReader.ts';
import type { Instruction } from './parseTransaction.ts';
import { ASSOCIATED_TOKEN_PROGRAM, associatedTokenAction } from './programs/associatedToken.ts';
import { COMPUTE_BUDGET_PROGRAM, type ComputeBudget, computeBudgetAction } from './programs/computeBudget.ts';
import { MEMO_PROGRAM, MEMO_V1_PROGRAM, memoAction } from './programs/memo.ts';
import { SYSTEM_PROGRAM, systemAction } from './programs/system.ts';
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM, token2022Action, tokenAction } from './programs/token.ts';

interface Program {
  readonly name: string;
  readonly decode: (ix: InstructionReader, budget: ComputeBudget) => Action;
}

const PROGRAMS: Readonly<Record<string, Program>> = {
  [SYSTEM_PROGRAM]: { name: 'System program', decode: systemAction },
  [TOKEN_PROGRAM]: { name: 'Token program', decode: tokenAction },
  [TOKEN_2022_PROGRAM]: { name: 'Token-2022 program', decode: token2022Action },
  [ASSOCIATED_TOKEN_PROGRAM]: { name: 'Associated Token Account program', decode: associatedTokenAction },
  [MEMO_PROGRAM]: { name: 'Memo program', decode: memoAction },
  [MEMO_V1_PROGRAM]: { name: 'Memo program', decode: memoAction },
  [COMPUTE_BUDGET_PROGRAM]: { name: 'Compute Budget program', decode: computeBudgetAction },
};

/** Every instruction in plain words, and what they say about the fee. Throws RequestRejected for what is not known. */
export function decodeInstructions(
  instructions: readonly Instruction[],
  names: (address: string) => string,
): { readonly actions: readonly Action[]; readonly budget: ComputeBudget } {
  const budget: ComputeBudget = {};
  const actions = instructions.map((instruction) => {
    const program = PROGRAMS[instruction.program];
    if (program === undefined) throw unknownProgram(instruction.program);
    return program.decode(new InstructionReader(instruction, program.name, names), budget);
  });
  return { actions, budget };
}

function unknownProgram(program: string): RequestRejected {
  return new RequestRejected(
    'unknown-program',
    `The transaction calls program ${program}, whose instructions Quorate cannot read, so it is not signed.`,
    'Signed are: System, SPL Token, Token-2022 (base), Associated Token Account, Memo and Compute Budget.',
  );
}
