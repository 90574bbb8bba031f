import { base58 } from '@scure/base';
import { describe, expect, test } from 'vitest';
import { expectRejection } from '../fixtures/expectRejection.ts';
import { data } from '../fixtures/transactions.ts';
import { decodeInstructions } from './decodeInstructions.ts';
import { ASSOCIATED_TOKEN_PROGRAM } from './programs/associatedToken.ts';
import { COMPUTE_BUDGET_PROGRAM } from './programs/computeBudget.ts';
import { MEMO_PROGRAM } from './programs/memo.ts';
import { SYSTEM_PROGRAM } from './programs/system.ts';
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from './programs/token.ts';

const K = new Uint8Array(32).fill(9);
const KEY = base58.encode(K);
const seed = [['u64', 3] as const, Uint8Array.of(0x61, 0x62, 0x63)] as const;

/** Accounts A, B, C, …; those in `signers` sign. */
function decode(program: string, bytes: Uint8Array, count: number, signers: readonly number[] = []) {
  const accounts = Array.from({ length: count }, (_, i) => ({
    address: String.fromCharCode(65 + i),
    signer: signers.includes(i),
    writable: true,
  }));
  const { actions } = decodeInstructions([{ program, accounts, data: bytes }], (address) => address);
  const [action] = actions;
  if (action === undefined) throw new Error('no action');
  return action;
}

const lamports = ['u64', 2_000_000_000n] as const;

const SYSTEM_CASES: readonly [string, Uint8Array, number, string, number][] = [
  [
    'CreateAccount',
    data(['u32', 0], lamports, ['u64', 165], K),
    2,
    `Create account B of 165 bytes owned by program ${KEY}, paying 2 SOL (2000000000 lamports) from A`,
    1,
  ],
  ['Assign', data(['u32', 1], K), 1, `Give account A away to program ${KEY}`, 1],
  ['Transfer', data(['u32', 2], lamports), 2, 'Transfer 2 SOL (2000000000 lamports) from A to B', 0],
  [
    'CreateAccountWithSeed',
    data(['u32', 3], K, ...seed, lamports, ['u64', 8], K),
    2,
    `Create account B (from ${KEY} with seed "abc") of 8 bytes owned by program ${KEY}, paying 2 SOL (2000000000 lamports) from A`,
    1,
  ],
  ['AdvanceNonceAccount', data(['u32', 4]), 3, 'Advance durable nonce account A, authority C', 0],
  [
    'WithdrawNonceAccount',
    data(['u32', 5], lamports),
    5,
    'Withdraw 2 SOL (2000000000 lamports) from nonce account A to B, authority E',
    0,
  ],
  ['InitializeNonceAccount', data(['u32', 6], K), 3, `Make A a nonce account with authority ${KEY}`, 0],
  ['AuthorizeNonceAccount', data(['u32', 7], K), 2, `Hand nonce account A from B to the new authority ${KEY}`, 1],
  ['Allocate', data(['u32', 8], ['u64', 10]), 1, 'Allocate 10 bytes of data in account A', 1],
  [
    'AllocateWithSeed',
    data(['u32', 9], K, ...seed, ['u64', 10], K),
    2,
    `Allocate 10 bytes in account A (from ${KEY} with seed "abc") and give it to program ${KEY}`,
    1,
  ],
  [
    'AssignWithSeed',
    data(['u32', 10], K, ...seed, K),
    2,
    `Give account A (from ${KEY} with seed "abc") away to program ${KEY}`,
    1,
  ],
  [
    'TransferWithSeed',
    data(['u32', 11], lamports, ...seed, K),
    3,
    `Transfer 2 SOL (2000000000 lamports) from A (of B with seed "abc", program ${KEY}) to C`,
    0,
  ],
  ['UpgradeNonceAccount', data(['u32', 12]), 1, 'Upgrade nonce account A to the current version', 0],
];

const amount = ['u64', 1_500_000n] as const;

const TOKEN_CASES: readonly [string, Uint8Array, number, string, number][] = [
  [
    'InitializeMint',
    data(0, 6, K, 0),
    2,
    `Make A a mint of 6 decimals with mint authority ${KEY} and no freeze authority`,
    0,
  ],
  ['InitializeAccount', data(1), 4, 'Make A a token account of C for mint B', 0],
  ['InitializeMultisig', data(2, 2), 4, 'Make A a token multisig: 2 of C, D', 0],
  [
    'Transfer',
    data(3, amount),
    3,
    'Transfer 1500000 raw token units from token account A to token account B, authority C',
    1,
  ],
  ['Approve', data(4, amount), 3, 'Allow B to take up to 1500000 raw token units from token account A', 1],
  ['Revoke', data(5), 2, 'Revoke every delegate of token account A', 0],
  ['SetAuthority to a key', data(6, 2, 1, K), 2, `Hand the ownership of A from B to ${KEY}`, 1],
  ['SetAuthority to nobody', data(6, 0, 0), 2, 'Give up the authority to mint of A, held by B, for ever', 1],
  ['MintTo', data(7, amount), 3, 'Mint 1500000 raw units of mint A to token account B, authority C', 0],
  ['Burn', data(8, amount), 3, 'Burn 1500000 raw units of mint B of token account A, authority C', 1],
  ['CloseAccount', data(9), 3, 'Close token account A and send all SOL in it to B, authority C', 1],
  ['FreezeAccount', data(10), 3, 'Freeze token account A of mint B', 0],
  ['ThawAccount', data(11), 3, 'Thaw token account A of mint B', 0],
  [
    'TransferChecked',
    data(12, amount, 6),
    4,
    'Transfer 1.5 tokens (1500000 raw units, 6 decimals) of mint B from token account A to token account C, authority D',
    0,
  ],
  [
    'ApproveChecked',
    data(13, amount, 6),
    4,
    'Allow C to take up to 1.5 tokens (1500000 raw units, 6 decimals) of mint B from token account A',
    1,
  ],
  [
    'MintToChecked',
    data(14, amount, 6),
    3,
    'Mint 1.5 tokens (1500000 raw units, 6 decimals) of mint A to token account B, authority C',
    0,
  ],
  [
    'BurnChecked',
    data(15, amount, 6),
    3,
    'Burn 1.5 tokens (1500000 raw units, 6 decimals) of mint B of token account A, authority C',
    1,
  ],
  ['InitializeAccount2', data(16, K), 3, `Make A a token account of ${KEY} for mint B`, 0],
  ['SyncNative', data(17), 1, 'Count the SOL in wrapped-SOL token account A', 0],
  ['InitializeAccount3', data(18, K), 2, `Make A a token account of ${KEY} for mint B`, 0],
  ['InitializeMultisig2', data(19, 1), 3, 'Make A a token multisig: 1 of B, C', 0],
  [
    'InitializeMint2',
    data(20, 0, K, 1, K),
    1,
    `Make A a mint of 0 decimals with mint authority ${KEY} and freeze authority ${KEY}`,
    0,
  ],
  ['InitializeImmutableOwner', data(22), 1, 'Fix the owner of token account A for ever', 0],
];

const ALL_CASES = [
  ...SYSTEM_CASES.map((entry) => [SYSTEM_PROGRAM, ...entry] as const),
  ...TOKEN_CASES.map((entry) => [TOKEN_PROGRAM, ...entry] as const),
];

describe.each(ALL_CASES)('%s %s', (program, _name, bytes, accounts, text, warnings) => {
  test('is told in plain words', () => {
    const action = decode(program, bytes, accounts);
    expect(action.text).toBe(text);
    expect(action.warnings ?? []).toHaveLength(warnings);
  });

  test('is refused with a byte or an account missing, or one too many', () => {
    expectRejection('undecodable-instruction', () => decode(program, Uint8Array.of(...bytes, 0), accounts));
    const needsAccounts = text.includes('multisig:') ? 1 : accounts - 1;
    expectRejection('undecodable-instruction', () => decode(program, bytes, needsAccounts));
    if (bytes.length > 4)
      expectRejection('undecodable-instruction', () => decode(program, bytes.subarray(0, -1), accounts));
    if (!text.includes('multisig:'))
      expectRejection('undecodable-instruction', () => decode(program, bytes, accounts + 1));
  });
});

test('only instructions that move value to somebody are called transfers', () => {
  const transfers = ALL_CASES.filter(([, , , , text]) => text.startsWith('Transfer ')).map(([, name]) => name);
  expect(transfers).toEqual(['Transfer', 'TransferWithSeed', 'Transfer', 'TransferChecked']);
});

test('members of a token multisig may sign a token instruction, others may not be listed', () => {
  expect(decode(TOKEN_PROGRAM, data(3, amount), 5, [3, 4]).text).toMatch(/^Transfer/);
  expectRejection('undecodable-instruction', () => decode(TOKEN_PROGRAM, data(3, amount), 5, [3]));
});

test('Token-2022 shares the base instructions and warns that transfers may do more', () => {
  const checked = decode(TOKEN_2022_PROGRAM, data(12, amount, 6), 4);
  expect(checked.text).toMatch(/^Transfer 1\.5 tokens/);
  expect(checked.warnings).toEqual([expect.stringContaining('Token-2022')]);
  expect(decode(TOKEN_2022_PROGRAM, data(5), 2).warnings).toBeUndefined();
});

test.each([
  ['a System instruction of the future', SYSTEM_PROGRAM, data(['u32', 13]), 1],
  ['a Token-2022 extension', TOKEN_2022_PROGRAM, data(26, 1, amount, 6, ['u64', 1]), 4],
  ['an unknown authority', TOKEN_PROGRAM, data(6, 99, 0), 2],
  ['RecoverNested', ASSOCIATED_TOKEN_PROGRAM, data(2), 7],
  ['an unknown compute budget instruction', COMPUTE_BUDGET_PROGRAM, data(0, ['u64', 1]), 0],
])('%s is refused by name of its program', (_name, program, bytes, accounts) => {
  const rejection = expectRejection('unsupported-instruction', () => decode(program, bytes, accounts));
  expect(rejection.message).toContain(program);
});

test('an instruction of an unknown program is refused by its id', () => {
  const rejection = expectRejection('unknown-program', () => decode(KEY, data(1), 1));
  expect(rejection.message).toContain(KEY);
});

test('an associated token account says for whom and which mint', () => {
  for (const [bytes, condition] of [
    [data(), ''],
    [data(0), ''],
    [data(1), ' unless it exists'],
  ] as const) {
    const { text } = decode(ASSOCIATED_TOKEN_PROGRAM, bytes, 6);
    expect(text).toBe(`Open the token account B for mint D${condition}, its rent paid by A`);
  }
});

test('a memo is shown as text, invisible characters made visible', () => {
  const bytes = new TextEncoder().encode('invoice 7\u202e\n');
  expect(decode(MEMO_PROGRAM, bytes, 1, [0]).text).toBe('Write the memo "invoice 7\\u{202e}\\u{a}"');
  expectRejection('undecodable-instruction', () => decode(MEMO_PROGRAM, Uint8Array.of(0xff), 0));
  expectRejection('undecodable-instruction', () => decode(MEMO_PROGRAM, bytes, 1));
});

test('a seed is read by its length, whatever the length says', () => {
  const huge = data(['u32', 11], lamports, ['u64', 2n ** 63n], Uint8Array.of(0x61), K);
  expectRejection('undecodable-instruction', () => decode(SYSTEM_PROGRAM, huge, 3));
});

test('the compute budget is collected, and nothing in it may come twice', () => {
  const limit = { program: COMPUTE_BUDGET_PROGRAM, accounts: [], data: data(2, ['u32', 1000]) };
  const price = { program: COMPUTE_BUDGET_PROGRAM, accounts: [], data: data(3, ['u64', 5]) };
  const same = (address: string) => address;
  expect(decodeInstructions([limit, price], same).budget).toEqual({ unitLimit: 1000, unitPrice: 5n });
  expectRejection('undecodable-instruction', () => decodeInstructions([limit, limit], same));
  expectRejection('undecodable-instruction', () => decodeInstructions([price, price], same));
});
