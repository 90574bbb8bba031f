import { address } from '@solana/kit';
import { expect, test } from 'vitest';
import { ed25519TestKey } from '../fixtures/keys.ts';
import {
  data,
  PAYEE,
  readonly,
  SYSTEM,
  signer,
  solanaAddressOf,
  solanaIntent,
  transferInstruction,
  writable,
} from '../fixtures/transactions.ts';
import type { Description } from '../prepared.ts';
import { prepareTransaction } from './prepareTransaction.ts';
import { ASSOCIATED_TOKEN_PROGRAM } from './programs/associatedToken.ts';
import { COMPUTE_BUDGET_PROGRAM } from './programs/computeBudget.ts';
import { MEMO_PROGRAM } from './programs/memo.ts';
import { TOKEN_PROGRAM } from './programs/token.ts';

const key = ed25519TestKey(1);
const self = solanaAddressOf(key);
const budget = (bytes: Uint8Array) => ({ programAddress: address(COMPUTE_BUDGET_PROGRAM), data: bytes });
const pay = transferInstruction(self, PAYEE, 5n);

type Instructions = Parameters<typeof solanaIntent>[1];

function described(...instructions: Instructions): Description {
  return prepareTransaction(solanaIntent(self, instructions), key.context).description;
}

function fee(description: Description): string | undefined {
  return description.lines.find((line) => line.label === 'Fee')?.value;
}

test('the fee is 5000 lamports per signature and the priority fee, rounded up', () => {
  expect(fee(described(pay))).toBe(`0.000005 SOL (5000 lamports), paid by this key (${self})`);
  const priced = described(budget(data(2, ['u32', 1001])), budget(data(3, ['u64', 1000])), pay);
  expect(fee(priced)).toContain('0.000005002 SOL (5002 lamports), of which 2 lamports for priority');
});

test('without a compute limit the priority fee is an upper bound', () => {
  const open = described(budget(data(3, ['u64', 1_000_000])), pay, pay);
  expect(fee(open)).toContain('at most 0.000405 SOL (405000 lamports)');
});

test('no more than 1.4 million units are paid, and a high priority fee is pointed out', () => {
  const greedy = described(budget(data(2, ['u32', 0xffffffff])), budget(data(3, ['u64', 10_000_000])), pay);
  expect(fee(greedy)).toContain('of which 14000000 lamports for priority');
  expect(greedy.warnings).toEqual(['The priority fee is high: 0.014 SOL (14000000 lamports).']);
});

test('the title is the one thing that matters, whatever accompanies it', () => {
  const memo = { programAddress: address(MEMO_PROGRAM), data: new TextEncoder().encode('invoice 7') };
  const { title, lines } = described(budget(data(2, ['u32', 1000])), pay, memo);
  expect(title).toBe(`Transfer 0.000000005 SOL (5 lamports) from this key (${self}) to ${PAYEE}`);
  expect(lines.find((line) => line.label === 'Instruction 3')?.value).toBe('Write the memo "invoice 7"');
  expect(described(pay, pay).title).toBe('Solana transaction that does 2 things');
  expect(described(memo).title).toBe('Solana transaction that moves nothing');
});

test('a token account that the transaction opens is named with its owner', () => {
  const mint = address('EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v');
  const [from, to] = [solanaAddressOf(ed25519TestKey(11)), solanaAddressOf(ed25519TestKey(12))];
  const open = {
    programAddress: address(ASSOCIATED_TOKEN_PROGRAM),
    accounts: [
      signer(self),
      writable(to),
      readonly(PAYEE),
      readonly(mint),
      readonly(SYSTEM),
      readonly(address(TOKEN_PROGRAM)),
    ],
    data: data(1),
  };
  const send = {
    programAddress: address(TOKEN_PROGRAM),
    accounts: [writable(from), readonly(mint), writable(to), signer(self)],
    data: data(12, ['u64', 2_500_000], 6),
  };
  const { title, warnings } = described(open, send);
  expect(title).toBe(
    `Transfer 2.5 tokens (2500000 raw units, 6 decimals) of mint ${mint} from token account ${from} to token account ${to} (of ${PAYEE}), authority this key (${self})`,
  );
  expect(warnings).toEqual([]);
});

test('what gives control away comes with a warning and is not called a transfer', () => {
  const assign = {
    programAddress: SYSTEM,
    accounts: [signer(self)],
    data: data(['u32', 1], new Uint8Array(32).fill(7)),
  };
  const { title, warnings } = described(assign);
  expect(title).toBe(`Give account this key (${self}) away to program ${PAYEE}`);
  expect(warnings).toEqual([expect.stringContaining('no longer by its key')]);
});
