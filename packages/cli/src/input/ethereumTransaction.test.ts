import { serializeEthereumTransaction, type UnsignedEthereumTransaction } from '@quorate/requests';
import { describe, expect, test } from 'vitest';
import { parseChainId, parseCount } from './count.ts';
import { decodeEthereumFile } from './ethereumFile.ts';
import { type EthereumOptions, ethereumTransaction } from './ethereumTransaction.ts';
import { decodeTypedDataFile } from './typedDataFile.ts';

const to = '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf';
const payment = { to, value: '1.5', chain: 1, nonce: 7n, maxFee: '30' } as const;
const MOST = 2n ** 256n - 1n;
const plain: UnsignedEthereumTransaction = {
  chain: 1,
  nonce: 7n,
  to,
  value: 1_500_000_000_000_000_000n,
  data: new Uint8Array(),
  gasLimit: 21_000n,
  maxFeePerGas: 30_000_000_000n,
  priorityFeePerGas: 1_000_000_000n,
};

test.each<[string, EthereumOptions, Partial<UnsignedEthereumTransaction>]>([
  ['a payment', payment, {}],
  ['an address in lower case', { ...payment, to: to.toLowerCase() }, {}],
  ['amounts with units', { ...payment, value: '1500000000gwei', maxFee: '30000000000 wei' }, {}],
  ['a priority fee', { ...payment, priorityFee: '2.5' }, { priorityFeePerGas: 2_500_000_000n }],
  [
    'a fee below the usual priority fee',
    { ...payment, maxFee: '0.25' },
    { maxFeePerGas: 250_000_000n, priorityFeePerGas: 250_000_000n },
  ],
  ['nothing paid, and said so', { ...payment, value: '0' }, { value: 0n }],
  [
    'a call',
    { ...payment, value: undefined, data: '0x12345678', gas: 60_000n },
    { value: 0n, data: Uint8Array.of(0x12, 0x34, 0x56, 0x78), gasLimit: 60_000n },
  ],
  [
    'a call that is paid',
    { ...payment, data: '0xd0e30db0', gas: 60_000n },
    { data: Uint8Array.of(0xd0, 0xe3, 0x0d, 0xb0), gasLimit: 60_000n },
  ],
  [
    'the most there can be',
    { ...payment, value: `${MOST}wei`, nonce: 2n ** 64n - 2n },
    { value: MOST, nonce: 2n ** 64n - 2n },
  ],
  ['empty calldata', { ...payment, data: '0x' }, {}],
])('%s', (_name, options, changes) => {
  expect(ethereumTransaction(options)).toEqual(serializeEthereumTransaction({ ...plain, ...changes }));
});

test.each<[string, EthereumOptions, string]>([
  ['no recipient', { ...payment, to: undefined }, '--to is needed'],
  ['no value', { ...payment, value: undefined }, '--value is needed'],
  ['no chain', { ...payment, chain: undefined }, '--chain is needed'],
  ['no nonce', { ...payment, nonce: undefined }, '--nonce is needed'],
  ['no fee', { ...payment, maxFee: undefined }, '--max-fee is needed'],
  ['no gas for a call', { ...payment, data: '0x12345678' }, '--gas is needed'],
  ['a name', { ...payment, to: 'vitalik.eth' }, '--to "vitalik.eth" is not an address'],
  ['an address with a typo', { ...payment, to: to.replace('E5F', 'e5F') }, 'has a wrong checksum'],
  ['calldata without 0x', { ...payment, data: '12345678', gas: 60_000n }, '--data is not calldata'],
  ['half a byte', { ...payment, data: '0x123', gas: 60_000n }, '--data is not calldata'],
  ['an unknown unit', { ...payment, value: '1.5 ether' }, 'has the unknown unit "ether"'],
  ['a fraction of a wei', { ...payment, maxFee: '1.0000000001' }, 'has too many decimals'],
  ['wei taken for ETH', { ...payment, value: '1500000000000000000' }, 'without a unit would be that many eth'],
  ['wei taken for gwei', { ...payment, maxFee: '30000000000' }, 'without a unit would be that many gwei'],
  ['a value beyond 256 bits', { ...payment, value: `${2n ** 256n}wei` }, 'more than fits in a transaction'],
  ['a fee beyond 256 bits', { ...payment, maxFee: `${2n ** 256n}wei` }, 'more than fits in a transaction'],
  ['a nonce that none can have', { ...payment, nonce: 2n ** 64n - 1n }, '--nonce 18446744073709551615 is beyond'],
  ['a priority fee above the fee', { ...payment, priorityFee: '31' }, '--priority-fee is more than --max-fee'],
])('%s is a usage error', (_name, options, sentence) => {
  expect(() => ethereumTransaction(options)).toThrow(expect.objectContaining({ code: 'usage' }));
  expect(() => ethereumTransaction(options)).toThrow(sentence);
});

describe('numbers', () => {
  test('are read exactly', () => {
    expect(parseCount('--nonce')('0')).toBe(0n);
    expect(parseCount('--gas')('18446744073709551615')).toBe(2n ** 64n - 1n);
    expect(parseChainId('11155111')).toBe(11_155_111);
  });

  test.each(['', '-1', '01', '1.0', '1e3', '0x1', '18446744073709551616', ' 1'])('%j is no count', (text) => {
    expect(() => parseCount('--nonce')(text)).toThrow('--nonce');
  });

  test.each(['0', 'mainnet', '9007199254740992', '1.5'])('%j is no chain', (text) => {
    expect(() => parseChainId(text)).toThrow('--chain');
  });
});

const utf8 = new TextEncoder();

describe('a file', () => {
  test.each(['0x02c0\n', '02C0', ' 02c0 '])('of hex is read: %j', (text) => {
    expect(decodeEthereumFile('f', utf8.encode(text))).toEqual(Uint8Array.of(2, 0xc0));
  });

  test.each(['', '0x', '0x2c0', 'AsA='])('of anything else is refused: %j', (text) => {
    expect(() => decodeEthereumFile('f', utf8.encode(text))).toThrow('f: this is not an Ethereum transaction');
  });

  test('of typed data loses its white space and needless escapes', () => {
    expect(decodeTypedDataFile('f', utf8.encode('{ "a b": [1, "\\u0041 "] }\n'))).toBe('{"a b":[1,"A "]}');
  });

  test.each(['', '{', '{"a":1,"a":1}', '{"a":9007199254740993}', '{"a":1e2}'])(
    'of other JSON is refused: %j',
    (text) => {
      expect(() => decodeTypedDataFile('f', utf8.encode(text))).toThrow('f: this is not JSON, or');
      expect(() => decodeTypedDataFile('f', Uint8Array.of(0xff))).toThrow('f: this is not JSON, or');
    },
  );
});
