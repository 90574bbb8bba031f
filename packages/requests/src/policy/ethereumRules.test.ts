import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { describe, expect, test } from 'vitest';
import { SPENDER, TOKEN } from '../intents/fixtures/ethereum.ts';
import { ecdsaTestKey } from '../intents/fixtures/keys.ts';
import type { Need } from '../intents/need.ts';
import { prepareIntent } from '../intents/prepareIntent.ts';
import { BYBIT, bybitTransaction } from '../testing/bybit.ts';
import { DEFAULT_ETHEREUM_RULES, type EthereumRules, ethereumRulesCodec } from './ethereumRules.ts';
import { evaluate } from './evaluate.ts';
import { localDemoRules } from './localDemoRules.ts';
import { parseRuleSet, policyHash } from './parseRuleSet.ts';
import type { AllowRule, RuleSet } from './ruleSet.ts';

const everything = { desks: '*', keys: '*', intents: '*' } as const;

/** A rule for everybody and everything, with these words about Ethereum. */
function ruleSet(...ethereum: readonly Partial<EthereumRules>[]): RuleSet {
  const allow = ethereum.map((one): AllowRule => ({ ...everything, ethereum: { ...DEFAULT_ETHEREUM_RULES, ...one } }));
  return { version: 1, name: 'prod', description: '', allow };
}

function judge(rules: RuleSet, ...needs: readonly Need[]) {
  return evaluate(rules, { desk: 'payments', keyName: 'hot', intentKind: 'ethereum-transaction', needs });
}

const chain: Need = { kind: 'chain', chain: 1 };
const contract: Need = { kind: 'contract', chain: 1, address: TOKEN };
const unknown: Need = { kind: 'unknown-calldata', chain: 1, to: TOKEN, selector: '0x12345678' };
const delegate: Need = { kind: 'delegate', chain: 1, address: TOKEN, account: SPENDER };
const creation: Need = { kind: 'contract-creation', chain: 1 };
const recipient: Need = { kind: 'recipient', chain: 1, address: SPENDER };
const order: Need = { kind: 'unknown-typed-data', type: 'Order' };
const operation: Need = { kind: 'unread-typed-data', type: 'SafeOp', chain: 1, contract: TOKEN };
const fee: Need = { kind: 'ethereum-fee', chain: 1, wei: 10n ** 18n, perGas: 10n ** 12n };
const unbound: Need = { kind: 'unbound-typed-data', contract: TOKEN };

describe('a rule that says nothing about Ethereum', () => {
  test.each([chain, contract, recipient, order, fee])('allows $kind', (need) => {
    expect(judge(localDemoRules, need).allowed).toBe(true);
  });

  test.each<[Need, string]>([
    [unknown, `the unknown function 0x12345678 of ${TOKEN} on chain 1`],
    [delegate, `the code of ${TOKEN} to act as ${SPENDER} (by delegatecall or EIP-7702) on chain 1`],
    [
      { ...delegate, chain: 0 },
      `the code of ${TOKEN} to act as ${SPENDER} (by delegatecall or EIP-7702) on every chain`,
    ],
    [creation, 'the creation of a contract on chain 1'],
    [unbound, `typed data that is bound to no chain (for contract ${TOKEN})`],
    [{ ...unbound, contract: undefined }, 'typed data that is bound to no chain'],
    [operation, `typed data SafeOp with bytes that are not read, for contract ${TOKEN} on chain 1`],
    [
      { ...operation, chain: undefined, contract: undefined },
      'typed data SafeOp with bytes that are not read, for no contract on no chain',
    ],
    [
      { ...fee, wei: 10n ** 18n + 1n },
      'a fee of up to 1.000000000000000001 ETH (1000000000000000001 wei), 1000 gwei per gas, on chain 1',
    ],
  ])('refuses $kind', (need, text) => {
    expect(judge(localDemoRules, chain, need)).toEqual({
      allowed: false,
      reasons: [`no rule of local-demo allows ${text}`],
    });
  });
});

test.each<[string, Need, Partial<EthereumRules>, readonly Partial<EthereumRules>[]]>([
  ['a chain', chain, { chains: [10, 1] }, [{ chains: [10] }, { chains: [] }]],
  [
    'a contract',
    contract,
    { contracts: [{ chain: 1, address: TOKEN }] },
    [
      { contracts: [{ chain: 10, address: TOKEN }] },
      { contracts: [{ chain: 1, address: SPENDER }] },
      { contracts: [] },
    ],
  ],
  [
    'unknown calldata',
    unknown,
    { unknownCalldata: [{ chain: 1, to: TOKEN, selector: '0x12345678' }] },
    [
      { unknownCalldata: [{ chain: 10, to: TOKEN, selector: '0x12345678' }] },
      { unknownCalldata: [{ chain: 1, to: SPENDER, selector: '0x12345678' }] },
      { unknownCalldata: [{ chain: 1, to: TOKEN, selector: '0x12345679' }] },
      { contracts: [{ chain: 1, address: TOKEN }] },
    ],
  ],
  [
    'a delegate',
    delegate,
    { delegates: [{ chain: 1, address: TOKEN }] },
    [
      { delegates: [{ chain: 0, address: TOKEN }] },
      { delegates: [{ chain: 1, address: SPENDER }] },
      { unknownCalldata: [{ chain: 1, to: TOKEN, selector: '0x12345678' }] },
    ],
  ],
  ['a recipient', recipient, { recipients: [SPENDER] }, [{ recipients: [TOKEN] }, { recipients: [] }]],
  ['typed data that may pay anybody', order, { recipients: '*' }, [{ recipients: [SPENDER] }, { recipients: [] }]],
  ['the creation of a contract', creation, { contractCreation: true }, [{ unboundTypedData: true }]],
  [
    'typed data that is not read',
    operation,
    { unreadTypedData: [{ chain: 1, contract: TOKEN, type: 'SafeOp' }] },
    [
      { unreadTypedData: [{ chain: 10, contract: TOKEN, type: 'SafeOp' }] },
      { unreadTypedData: [{ chain: 1, contract: SPENDER, type: 'SafeOp' }] },
      { unreadTypedData: [{ chain: 1, contract: TOKEN, type: 'SafeTx' }] },
      { unboundTypedData: true },
    ],
  ],
  ['a fee', fee, { maxFee: 1, maxFeePerGas: 1000 }, [{ maxFee: 0.999999999 }, { maxFeePerGas: 999 }]],
  ['unbound typed data', unbound, { unboundTypedData: true }, [{ contractCreation: true }]],
])('%s is allowed where it is named, and only there', (_name, need, naming, others) => {
  expect(judge(ruleSet(naming), need).allowed).toBe(true);
  for (const other of others) expect(judge(ruleSet(other), need).allowed).toBe(false);
});

test('rules do not add up: one must allow all that an intent needs', () => {
  const rules = ruleSet(
    { chains: [1] },
    { chains: [10], unknownCalldata: [{ chain: 1, to: TOKEN, selector: '0x12345678' }] },
  );
  expect(judge(rules, chain, unknown)).toEqual({
    allowed: false,
    reasons: [
      'no rule of prod together allows anything on chain 1',
      `no rule of prod together allows the unknown function 0x12345678 of ${TOKEN} on chain 1`,
    ],
  });
});

test('the theft from Bybit is denied with what it would have done (attack 35)', () => {
  const value = { transaction: bybitTransaction() };
  const { needs } = prepareIntent({ kind: 'ethereum-transaction', value }, ecdsaTestKey(1).context);
  const what = `the code of ${BYBIT.code} to act as ${BYBIT.safe} (by delegatecall or EIP-7702) on chain 1`;
  expect(judge(localDemoRules, ...needs)).toEqual({
    allowed: false,
    reasons: [`no rule of local-demo allows ${what}`],
  });
});

describe('rules from a file', () => {
  const parse = (ethereum: unknown) =>
    parseRuleSet({ version: 1, name: 'prod', description: '', allow: [{ ...everything, ethereum }] }).allow[0]
      ?.ethereum;

  test('say only what they restrict or name', () => {
    expect(parse({})).toEqual(DEFAULT_ETHEREUM_RULES);
    expect(parse({ chains: [1] })).toEqual({ ...DEFAULT_ETHEREUM_RULES, chains: [1] });
  });

  test('a fee is said in coins, a price per gas in gwei', () => {
    expect(parse({ maxFee: 0.05, maxFeePerGas: 300 })).toMatchObject({ maxFee: 0.05, maxFeePerGas: 300 });
  });

  test('addresses in lower case are the same as with their checksum', () => {
    const lower = BYBIT.safe.toLowerCase();
    expect(parse({ delegates: [{ chain: 1, address: lower }] })?.delegates).toEqual([
      { chain: 1, address: BYBIT.safe },
    ]);
  });

  test.each<[unknown, string]>([
    [{ chain: [1] }, 'allow[0].ethereum: unknown field "chain"'],
    [{ recipients: ['0x12'] }, 'recipients[0]: expected an address in quotes'],
    [{ chains: 'all' }, 'allow[0].ethereum.chains: expected "*" or a list of chain ids'],
    [{ delegates: [{ chain: 1, address: 305419896 }] }, 'delegates[0].address: expected an address in quotes'],
    [{ delegates: [{ chain: 1, address: '0x12' }] }, 'delegates[0].address: expected an address in quotes'],
    [{ delegates: [{ chain: 1, address: BYBIT.safe.replace('D', 'd') }] }, 'with its checksum'],
    [{ delegates: [{ chain: 'mainnet', address: BYBIT.safe }] }, 'delegates[0].chain: expected a chain id'],
    [
      { unknownCalldata: [{ chain: 1, to: BYBIT.safe, selector: 305419896 }] },
      'selector: expected a selector in quotes',
    ],
    [
      { unknownCalldata: [{ chain: 1, to: BYBIT.safe, selector: '0x1234' }] },
      'selector: expected a selector in quotes',
    ],
    [{ contracts: 'none' }, 'allow[0].ethereum.contracts: expected "*" or a list of contracts'],
    [{ contracts: [{ chain: 1, address: '0x12' }] }, 'ethereum.contracts[0].address: expected an address in quotes'],
    [{ unknownCalldata: 'allow' }, 'allow[0].ethereum.unknownCalldata: expected array'],
    [{ maxFee: '0.1' }, 'ethereum.maxFee: expected an amount in coins, such as 0.05'],
    [{ maxFee: 0 }, 'ethereum.maxFee: expected an amount in coins, from 0.000000001'],
    [{ maxFee: 0.0000000015 }, 'ethereum.maxFee: expected an amount in coins'],
    [{ maxFeePerGas: 0.5 }, 'ethereum.maxFeePerGas: expected "*" or a whole number of gwei'],
    [
      { unreadTypedData: [{ chain: 1, contract: BYBIT.safe, type: 'Safe Op' }] },
      'type: expected the name of a type, such as PackedUserOperation',
    ],
    [{ contractCreation: 'yes' }, 'contractCreation: expected boolean'],
  ])('%j is refused', (ethereum, sentence) => {
    expect(() => parse(ethereum)).toThrow(sentence);
  });

  test('the hash tells every two of them apart, and they survive their encoding', () => {
    const named = [{ chain: 1, address: TOKEN }];
    const sets: readonly Partial<EthereumRules>[] = [
      {},
      { chains: [1] },
      { contracts: named },
      { recipients: [TOKEN] },
      { unknownCalldata: [{ chain: 1, to: TOKEN, selector: '0x12345678' }] },
      { delegates: named },
      { contractCreation: true },
      { unboundTypedData: true },
      { unreadTypedData: [{ chain: 1, contract: TOKEN, type: 'SafeOp' }] },
      { maxFee: 5 },
      { maxFee: 0.123456789 },
      { maxFeePerGas: 5 },
    ];
    const hashes = [localDemoRules, ...sets.map((one) => ruleSet(one))].map((rules) => policyHash(rules).join());
    expect(new Set(hashes).size).toBe(sets.length + 1);
    for (const one of sets) {
      const rules = { ...DEFAULT_ETHEREUM_RULES, ...one };
      expect(decodeCbor(ethereumRulesCodec, encodeCbor(ethereumRulesCodec, rules), 1 << 16)).toEqual(rules);
    }
  });
});
