import { hex } from '@scure/base';
import fc from 'fast-check';
import {
  getContractAddress,
  type Hex,
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
  serializeTransaction,
  type TransactionSerializable,
  toHex,
  toRlp,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, test } from 'vitest';
import { addressOf } from '../address.ts';
import { ethereumIntent, NOBODY, PAYEE, TOKEN } from '../fixtures/ethereum.ts';
import { expectRejection } from '../fixtures/expectRejection.ts';
import { ecdsaTestKey, taprootTestKey } from '../fixtures/keys.ts';
import { prepareEthereumTransaction } from './prepareEthereumTransaction.ts';

const key = ecdsaTestKey(1);
const self = addressOf(key.context, { chain: 'ethereum' });
const authority = privateKeyToAccount(`0x${'42'.repeat(32)}`);

const common = { chainId: 1, nonce: 9, gas: 21_000n, to: PAYEE, value: 10n ** 18n } as const;
const legacy = { ...common, type: 'legacy', gasPrice: 20_000_000_000n } as const;
const fees = { maxFeePerGas: 30_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n };
const eip1559 = { ...common, ...fees, type: 'eip1559' } as const;
const paysPayee = { kind: 'recipient', chain: 1, address: PAYEE };
const accessList = [{ address: TOKEN, storageKeys: [`0x${'01'.repeat(32)}`] }] as const;

function prepare(transaction: TransactionSerializable) {
  return prepareEthereumTransaction(ethereumIntent(transaction), key.context);
}

function sign(prepared: ReturnType<typeof prepare>) {
  return prepared.attach(prepared.messages.map((message) => key.sign(message)));
}

async function recovered(serialized: string): Promise<string> {
  return recoverTransactionAddress({ serializedTransaction: serialized as `0x02${string}` });
}

test("EIP-155's example is hashed and signed as published", () => {
  const example = ecdsaTestKey(new Uint8Array(32).fill(0x46));
  const prepared = prepareEthereumTransaction(ethereumIntent(legacy), example.context);
  const [sighash = new Uint8Array()] = prepared.messages;
  expect(hex.encode(sighash)).toBe('daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53');
  const published =
    'f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025' +
    'a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276' +
    'a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83';
  expect(prepared.attach([example.sign(sighash)]).text).toBe(`0x${published}`);
});

test.each<[string, TransactionSerializable]>([
  ['a legacy transaction', legacy],
  ['a legacy transaction of another chain', { ...legacy, chainId: 137 }],
  ['an EIP-2930 transaction', { ...legacy, type: 'eip2930', gas: 25_300n, accessList: [...accessList] }],
  ['an EIP-1559 transaction', eip1559],
  ['an EIP-1559 transaction with an access list', { ...eip1559, gas: 25_300n, accessList: [...accessList] }],
  ['a contract creation', { ...eip1559, to: null, data: '0x60006000', gas: 90_000n }],
])('in %s viem finds what was asked for, signed by the key', async (_name, transaction) => {
  const { text, finalized, missingSigners } = sign(prepare(transaction));
  expect(missingSigners).toEqual([]);
  expect(finalized).toMatchObject({ text, txid: keccak256(text as Hex) });
  expect(await recovered(text)).toBe(self);
  const { r, s, v, yParity, ...unsigned } = parseTransaction(text as Hex);
  expect(serializeTransaction(unsigned)).toBe(serializeTransaction(transaction));
});

const quantity = (bits: number) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n });
const anyTransaction = fc
  .record({
    type: fc.constantFrom('legacy', 'eip1559'),
    chainId: fc.integer({ min: 1, max: 2 ** 40 }),
    nonce: fc.nat(),
    gas: fc.bigInt({ min: 21_000n, max: 2n ** 40n }),
    to: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => toHex(bytes)),
    value: quantity(256),
    price: quantity(100),
    tip: quantity(99),
  })
  .map(({ type, price, tip, ...rest }): TransactionSerializable => {
    if (type === 'legacy') return { ...rest, type: 'legacy', gasPrice: price };
    return { ...rest, type: 'eip1559', maxFeePerGas: price + tip, maxPriorityFeePerGas: tip };
  });

test('whatever is paid to whomever, the digest and the signed transaction are as viem has them', async () => {
  await fc.assert(
    fc.asyncProperty(anyTransaction, async (transaction) => {
      const prepared = prepare(transaction);
      expect(prepared.messages.map((message) => toHex(message))).toEqual([
        keccak256(serializeTransaction(transaction)),
      ]);
      expect(await recovered(sign(prepared).text)).toBe(self);
    }),
    { numRuns: 50 },
  );
});

describe('EIP-7702', () => {
  const eip7702 = async (contractAddress: Hex, chainId: number) => {
    const authorization = await authority.signAuthorization({ contractAddress, chainId, nonce: 3 });
    return { ...eip1559, type: 'eip7702', gas: 46_000n, authorizationList: [authorization] } as const;
  };

  test('authorizations are kept, named, and for the rules to allow', async () => {
    const prepared = prepare(await eip7702(TOKEN, 1));
    const { text } = sign(prepared);
    expect(await recovered(text)).toBe(self);
    expect(parseTransaction(text as `0x04${string}`).authorizationList).toMatchObject([{ chainId: 1, nonce: 3 }]);
    const { title, lines, warnings } = prepared.description;
    expect(title).toMatch(/^Delegate accounts to code, and: Pay 1 ETH/);
    const value = `${authority.address} is to be run by the code of ${TOKEN}, on Ethereum mainnet (chain 1) (nonce 3)`;
    expect(lines).toContainEqual({ label: 'Authorization', value });
    expect(warnings).toContainEqual(expect.stringContaining(`The code of ${TOKEN} can then do anything as`));
    expect(prepared.needs).toContainEqual({ kind: 'delegate', chain: 1, address: TOKEN, account: authority.address });
  });

  test('one for every chain says so', async () => {
    const { description, needs } = prepare(await eip7702(TOKEN, 0));
    expect(description.lines).toContainEqual({ label: 'Authorization', value: expect.stringContaining('every chain') });
    expect(needs).toContainEqual({ kind: 'delegate', chain: 0, address: TOKEN, account: authority.address });
  });

  test('one that takes the code away again needs no rule', async () => {
    const { needs } = prepare(await eip7702(NOBODY, 1));
    expect(needs).toEqual([{ kind: 'chain', chain: 1 }, expect.objectContaining({ kind: 'ethereum-fee' }), paysPayee]);
  });

  test('more than a person would read are refused', async () => {
    const transaction = { ...(await eip7702(TOKEN, 1)), gas: 2_000_000n };
    const many = (count: number) => Array.from({ length: count }, () => transaction.authorizationList).flat();
    expect(prepare({ ...transaction, authorizationList: many(64) }).needs.length).toBeGreaterThan(64);
    expectRejection('too-complex', () => prepare({ ...transaction, authorizationList: many(65) }));
  });

  test('too little gas for them is refused', async () => {
    const transaction = await eip7702(TOKEN, 1);
    expectRejection('gas-too-low', () => prepare({ ...transaction, gas: transaction.gas - 1n }));
  });

  test('one that nobody signed is refused', async () => {
    const transaction = await eip7702(TOKEN, 1);
    const authorizationList = transaction.authorizationList.map((one) => ({ ...one, r: toHex(0n, { size: 32 }) }));
    expectRejection('bad-signature', () => prepare({ ...transaction, authorizationList }));
  });
});

describe('refused', () => {
  const bytesOf = (transaction: TransactionSerializable) => ethereumIntent(transaction).transaction;
  const rlp = (...fields: readonly Hex[]) => hex.decode(toRlp([...fields]).slice(2));
  const [nonce, price, gas, value, data] = ['0x09', '0x04a817c800', '0x5208', '0x01', '0x'] as const;
  const unsigned = ['0x01', '0x', '0x'] as const;
  const retyped = (type: number) => Uint8Array.of(type, ...bytesOf(eip1559).subarray(1));

  test.each<[code: string, what: string, transaction: Uint8Array, sentence: RegExp]>([
    ['undecodable', 'nothing', new Uint8Array(), /not an unsigned Ethereum transaction/],
    ['undecodable', 'trailing bytes', Uint8Array.of(...bytesOf(eip1559), 0), /not an unsigned/],
    ['undecodable', 'a byte less', bytesOf(eip1559).subarray(0, -1), /not an unsigned/],
    ['undecodable', 'a field more', rlp(nonce, price, gas, PAYEE, value, data, ...unsigned, '0x01'), /not an unsigned/],
    ['undecodable', 'a leading zero', rlp('0x0009', price, gas, PAYEE, value, data, ...unsigned), /not an unsigned/],
    ['undecodable', 'a short recipient', rlp(nonce, price, gas, '0x3535', value, data, ...unsigned), /not an unsigned/],
    ['undecodable', 'a list for a value', Uint8Array.of(0xc1, 0xc0), /not an unsigned/],
    ['undecodable', 'an unknown type', retyped(5), /not an unsigned/],
    ['unsupported-type', 'a blob transaction', retyped(3), /Blob transactions .* are not signed/],
    ['unbound-chain', 'no chain', rlp(nonce, price, gas, PAYEE, value, data), /names no chain/],
    [
      'unsupported-chain',
      'a chain beyond counting',
      rlp(nonce, price, gas, PAYEE, value, data, `0x${'ff'.repeat(9)}`, '0x', '0x'),
      /No chain has the id/,
    ],
    ['nothing-to-sign', 'a signed transaction', sign(prepare(eip1559)).bytes, /signed already/],
    ['too-large', 'too many bytes', new Uint8Array(128 * 1024 + 1), /has 131073 bytes; at most 131072/],
  ])('as %s: %s', (code, _what, transaction, sentence) => {
    const { message } = expectRejection(code, () => prepareEthereumTransaction({ transaction }, key.context));
    expect(message).toMatch(sentence);
  });

  test.each<[string, bigint, Partial<TransactionSerializable>]>([
    ['a payment', 21_000n, {}],
    ['data, by EIP-2028', 21_000n + 2n * 4n + 3n * 16n, { data: '0x0001000203' }],
    ['an access list, by EIP-2930', 21_000n + 2400n + 1900n, { accessList: [...accessList] }],
    ['code, by EIP-3860', 21_000n + 32_000n + 33n * 16n + 2n * 2n, { to: null, data: `0x${'60'.repeat(33)}` }],
  ])('too little gas for %s', (_, least, transaction) => {
    const asked = (gas: bigint) => prepare({ ...eip1559, ...transaction, gas } as TransactionSerializable);
    expect(() => asked(least)).not.toThrow();
    expect(expectRejection('gas-too-low', () => asked(least - 1n)).message).toContain(`at least ${least} before`);
  });

  test('a key of another scheme', () => {
    const intent = ethereumIntent(eip1559);
    expectRejection('wrong-scheme', () => prepareEthereumTransaction(intent, taprootTestKey(1).context));
  });

  test('signatures that are not the key’s, or not of this transaction', () => {
    const prepared = prepare(eip1559);
    const [other = new Uint8Array()] = prepare({ ...eip1559, chainId: 10 }).messages;
    const [message = new Uint8Array()] = prepared.messages;
    expectRejection('bad-signature', () => prepared.attach([key.sign(other)]));
    expectRejection('bad-signature', () => prepared.attach([ecdsaTestKey(2).sign(message)]));
    expectRejection('bad-signature', () => prepared.attach([]));
  });
});

test('a payment in plain words', () => {
  const { description, needs } = prepare(eip1559);
  expect(description).toEqual({
    title: `Pay 1 ETH (1000000000000000000 wei) from this key (${self}) to ${PAYEE}`,
    lines: [
      { label: 'Network', value: 'Ethereum mainnet (chain 1), EIP-1559 transaction' },
      { label: 'From', value: `this key (${self})` },
      { label: 'Does', value: `Pay 1 ETH (1000000000000000000 wei) from this key (${self}) to ${PAYEE}` },
      { label: 'Nonce', value: '9' },
      {
        label: 'Fee',
        value: 'at most 0.00063 ETH (630000000000000 wei): 21000 gas at 30 gwei, of which 1 gwei for priority',
      },
    ],
    warnings: [],
  });
  const fee = { kind: 'ethereum-fee', chain: 1, wei: 630_000_000_000_000n, perGas: 30_000_000_000n };
  expect(needs).toEqual([{ kind: 'chain', chain: 1 }, fee, paysPayee]);
});

test('an access list is counted, and said to do nothing', () => {
  const { lines } = prepare({ ...eip1559, gas: 25_300n, accessList: [...accessList] }).description;
  const value = '1 contract with 1 storage slot (it only changes the gas)';
  expect(lines).toContainEqual({ label: 'Access list', value });
});

test('what a careful person would want pointed out', () => {
  const expensive = prepare({ ...eip1559, maxFeePerGas: 10n ** 13n }).description.warnings;
  expect(expensive).toEqual(['The fee is high: up to 0.21 ETH (210000000000000000 wei), at 10000 gwei.']);
  const toToken = prepare({ ...eip1559, to: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48' }).description.warnings;
  expect(toToken).toEqual([expect.stringContaining('contract of a token (USDC)')]);
  const toNobody = prepare({ ...eip1559, to: NOBODY }).description.warnings;
  expect(toNobody).toEqual([expect.stringContaining('zero address')]);
  const created = prepare({ ...eip1559, to: null, data: '0x60006000', gas: 90_000n });
  expect(created.description.warnings).toEqual([expect.stringContaining('cannot read what the code does')]);
  expect(created.needs).toContainEqual({ kind: 'contract-creation', chain: 1 });
});

test('ether that a contract is created with is a payment to where it will be', () => {
  const create = (nonce: number, value: bigint) =>
    prepare({ ...eip1559, nonce, to: null, value, data: '0x60006000', gas: 90_000n }).needs;
  for (const nonce of [0, 1, 127, 128, 70_000]) {
    const address = getContractAddress({ from: self as Hex, nonce: BigInt(nonce) });
    expect(create(nonce, 1n)).toContainEqual({ kind: 'recipient', chain: 1, address });
  }
  expect(create(0, 0n).map(({ kind }) => kind)).not.toContain('recipient');
});
