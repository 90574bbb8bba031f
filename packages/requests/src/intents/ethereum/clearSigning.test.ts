import { expect, test } from 'vitest';
import { PERMIT_TYPES } from '../../testing/permitTypes.ts';
import { calldata, callIntent, PAYEE, TOKEN, USDC } from '../fixtures/ethereum.ts';
import { MAIL, type TypedDataParts, typedDataIntent } from '../fixtures/typedData.ts';
import type { EthereumTransactionIntent, Intent } from '../intent.ts';
import { clearSigningLines } from './clearSigning.ts';

const transaction = (value: EthereumTransactionIntent): Intent => ({ kind: 'ethereum-transaction', value });
const transfer = calldata('transfer(address to, uint256 value)', [PAYEE, 1_500_000n]);
const V2_ROUTER = '0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D';

test('a listed contract words its calls by its ERC-7730 descriptor', async () => {
  expect(await clearSigningLines(transaction(callIntent(USDC, transfer)))).toEqual([
    { label: 'ERC-7730', value: `Send, Amount 1.5 USDC, To ${PAYEE}` },
  ]);
  const signature = 'swapExactETHForTokens(uint256 amountOutMin, address[] path, address to, uint256 deadline)';
  const swap = calldata(signature, [5n, ['0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', USDC], PAYEE, 1_800_000_000n]);
  const [line] = await clearSigningLines(transaction(callIntent(V2_ROUTER, swap, { value: 10n ** 18n })));
  expect(line?.value).toMatch(/^Swap.*1 ETH.*0\.000005 USDC/);
});

const typed = (parts: TypedDataParts): Intent => ({ kind: 'ethereum-typed-data', value: typedDataIntent(parts) });
const permit = (domain: TypedDataParts['domain']): Intent =>
  typed({
    types: PERMIT_TYPES,
    primaryType: 'Permit',
    domain: { name: 'USD Coin', version: '2', verifyingContract: USDC, ...domain },
    message: { owner: TOKEN, spender: PAYEE, value: '1500000', nonce: 0, deadline: 1_900_000_000 },
  });

test.each([1, '1', '0x1'])(
  'typed data of a listed contract is worded as well, its chain written %j',
  async (chainId) => {
    expect(await clearSigningLines(permit({ chainId }))).toEqual([
      {
        label: 'ERC-7730',
        value: `Authorize spending of tokens, Spender ${PAYEE}, Max spending amount 1.5 USDC, Valid until Sun, 17 Mar 2030 17:46:40 GMT`,
      },
    ]);
  },
);

test.each<[string, Intent]>([
  ['another contract', transaction(callIntent(TOKEN, transfer))],
  ['the same address on another chain', transaction(callIntent(USDC, transfer, { chainId: 10 }))],
  ['a payment', transaction(callIntent(PAYEE, '0x'))],
  ['a creation', transaction(callIntent(TOKEN, transfer, { to: null }))],
  ['calldata that does not fit', transaction(callIntent(USDC, `${transfer}00`))],
  ['typed data for another chain', permit({ chainId: 10 })],
  ['typed data for no chain', permit({})],
  ['typed data of another contract', typed(MAIL)],
  ['typed data that is none', { kind: 'ethereum-typed-data', value: { json: '[]' } }],
  ['a text', { kind: 'message', value: { text: 'hello' } }],
])('%s has no such words', async (_name, intent) => {
  expect(await clearSigningLines(intent)).toEqual([]);
});
