import { maxUint160, maxUint256 } from 'viem';
import { describe, expect, test } from 'vitest';
import { BYBIT } from '../../../testing/bybit.ts';
import { bybitData, calldata, NOBODY, PAYEE, SPENDER, TOKEN, USDC } from '../../fixtures/ethereum.ts';
import { ecdsaTestKey } from '../../fixtures/keys.ts';
import { type TypedDataParts, typedData, typedDataIntent } from '../../fixtures/typedData.ts';
import { prepareTypedData } from './prepareTypedData.ts';

const key = ecdsaTestKey(1);
const SELF = '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf';
const PERMIT2 = '0x000000000022D473030F116dDEE9F6B43aC78BA3';
const usdc = { name: 'USD Coin', version: '2', chainId: 1, verifyingContract: USDC };
const permit2 = { name: 'Permit2', chainId: 1, verifyingContract: PERMIT2 };
const ME = `this key (${SELF})`;

const prepare = (parts: TypedDataParts) => prepareTypedData(typedDataIntent(parts), key.context);

const PERMIT = 'Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)';
const DAI = 'Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)';
const DETAILS = 'PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)';
const PERMISSIONS = 'TokenPermissions(address token,uint256 amount)';
const million = { token: USDC, amount: '1000000', expiration: 1_800_000_000, nonce: 0 };
const usdc1 = `1 USDC (by Quorate's list; 1000000 units of token ${USDC})`;

test.each<[string, TypedDataParts, string]>([
  [
    'a permit of ERC-2612',
    typedData(PERMIT, { owner: SELF, spender: SPENDER, value: '1000000', nonce: 0, deadline: 1_800_000_000 }, usdc),
    `Let ${SPENDER} take up to ${usdc1} from ${ME}, if used until 2027-01-15T08:00:00Z`,
  ],
  [
    'a permit of DAI',
    typedData(DAI, { holder: SELF, spender: SPENDER, nonce: 0, expiry: 0, allowed: true }),
    `Let ${SPENDER} take any amount, without limit, of token 0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC from ${ME}, if used at any time`,
  ],
  [
    'a permit of DAI taken back',
    typedData(DAI, { holder: SELF, spender: SPENDER, nonce: 0, expiry: 0, allowed: false }),
    `Let ${SPENDER} take nothing any more of token 0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC from ${ME}, if used at any time`,
  ],
  [
    'a permit of Permit2',
    typedData(
      `PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)${DETAILS}`,
      { details: million, spender: SPENDER, sigDeadline: String(maxUint256) },
      permit2,
    ),
    `Let ${SPENDER} take, through contract ${PERMIT2}: up to ${usdc1}, until 2027-01-15T08:00:00Z; if used at any time, without a deadline`,
  ],
  [
    'a batch of Permit2',
    typedData(
      `PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)${DETAILS}`,
      {
        details: [million, { ...million, token: TOKEN, amount: String(maxUint160) }],
        spender: SPENDER,
        sigDeadline: 0,
      },
      permit2,
    ),
    `Let ${SPENDER} take, through contract ${PERMIT2}: up to ${usdc1}, until 2027-01-15T08:00:00Z; any amount, without limit, of token ${TOKEN}, until 2027-01-15T08:00:00Z; if used until 1970-01-01T00:00:00Z`,
  ],
  [
    'a transfer of Permit2',
    typedData(
      `PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)${PERMISSIONS}`,
      { permitted: { token: USDC, amount: 1_000_000 }, spender: SPENDER, nonce: 0, deadline: 0 },
      permit2,
    ),
    `Let ${SPENDER} take once, through contract ${PERMIT2}: up to ${usdc1}; until 1970-01-01T00:00:00Z`,
  ],
  [
    'a batch of transfers of Permit2',
    typedData(
      `PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline)${PERMISSIONS}`,
      {
        permitted: [
          { token: USDC, amount: 1_000_000 },
          { token: TOKEN, amount: 5 },
        ],
        spender: SPENDER,
        nonce: 0,
        deadline: 0,
      },
      permit2,
    ),
    `Let ${SPENDER} take once, through contract ${PERMIT2}: up to ${usdc1}; up to 5 units of token ${TOKEN}; until 1970-01-01T00:00:00Z`,
  ],
])('%s is read', (_name, parts, title) => {
  const { description, needs } = prepare(parts);
  expect(description.title).toBe(title);
  const isTakenBack = title.includes('nothing any more');
  expect(needs.slice(2)).toEqual(isTakenBack ? [] : [{ kind: 'recipient', chain: 1, address: SPENDER }]);
  const isUnlimited = title.includes('without limit');
  expect(description.warnings).toEqual(isUnlimited ? [expect.stringContaining('The approval is unlimited')] : []);
});

test('an unlimited permit is warned of', () => {
  const message = { owner: SELF, spender: SPENDER, value: String(maxUint256), nonce: 0, deadline: 0 };
  expect(prepare(typedData(PERMIT, message, usdc)).description.warnings).toEqual([
    expect.stringContaining('The approval is unlimited'),
  ]);
});

test('a type that differs in a single field is not taken for the one that is known', () => {
  const message = { owner: SELF, spender: SPENDER, value: '1', nonce: 0, until: 0 };
  const { title } = prepare(typedData(PERMIT.replace('deadline', 'until'), message, usdc)).description;
  expect(title).toBe(`Sign typed data Permit for contract ${USDC}`);
});

describe('bytes of a type that is not known', () => {
  const unread = (type: string) => ({ kind: 'unread-typed-data', type, chain: 1, contract: USDC });

  test.each<[string, string, object, boolean]>([
    [
      'a user operation',
      'PackedUserOperation(address sender,bytes callData)',
      { sender: SELF, callData: '0x12' },
      true,
    ],
    ['the hash of anything', 'SafeMessage(bytes message)', { message: `0x${'ab'.repeat(32)}` }, true],
    ['bytes in a list', 'Batch(bytes[] calls)', { calls: ['0x', '0x00'] }, true],
    ['none', 'Batch(bytes[] calls)', { calls: ['0x'] }, false],
    ['32 bytes, which are no call', 'Order(bytes32 appData)', { appData: `0x${'00'.repeat(32)}` }, false],
  ])('%s: %s', (_what, type, message, isUnread) => {
    const { needs, description } = prepare(typedData(type, { ...message }, usdc));
    const [name = ''] = type.split('(');
    if (isUnread) expect(needs).toContainEqual(unread(name));
    else expect(needs.map(({ kind }) => kind)).not.toContain('unread-typed-data');
    expect(description.warnings).toHaveLength(isUnread ? 2 : 1);
  });

  test('a delegatecall of a Safe cannot hide in an operation of its module (attack 35)', () => {
    const execute = calldata('executeUserOp(address to, uint256 value, bytes data, uint8 operation)', [
      BYBIT.code,
      0n,
      bybitData(),
      1,
    ]);
    const parts = typedData('SafeOp(address safe,bytes callData)', { safe: BYBIT.safe, callData: execute }, usdc);
    expect(prepare(parts).needs).toContainEqual(unread('SafeOp'));
  });
});

describe('what owners of a Safe sign', () => {
  const type = (gas: string) =>
    `SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 ${gas},uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)`;
  const safeTx = (changes: object, gas = 'baseGas') => {
    const nothing = { safeTxGas: 0, [gas]: 0, gasPrice: 0, gasToken: NOBODY, refundReceiver: NOBODY, nonce: 71 };
    const message = { to: PAYEE, value: 0, data: '0x', operation: 0, ...nothing, ...changes };
    return typedData(type(gas), message, { chainId: 1, verifyingContract: BYBIT.safe });
  };

  test('is read as its execution would be', () => {
    const data = calldata('transfer(address to, uint256 value)', [PAYEE, 1_000_000n]);
    const { description, needs } = prepare(safeTx({ to: USDC, data }));
    expect(description.title).toBe(
      `As an owner, agree to this: Have Safe ${BYBIT.safe} do this: Transfer ${usdc1} from ${BYBIT.safe} to ${PAYEE}`,
    );
    expect(needs).toEqual([
      { kind: 'chain', chain: 1 },
      { kind: 'contract', chain: 1, address: BYBIT.safe },
      { kind: 'contract', chain: 1, address: USDC },
      { kind: 'recipient', chain: 1, address: PAYEE },
    ]);
  });

  test.each(['baseGas', 'dataGas'])(
    'the theft from Bybit is a delegatecall, not a transfer, with %s (attack 35)',
    (gas) => {
      const theft = { to: BYBIT.code, data: bybitData(), operation: 1 };
      const { description, needs } = prepare(safeTx(theft, gas));
      expect(description.title).toContain(
        `Let the code of ${BYBIT.code} act as Safe ${BYBIT.safe} itself (delegatecall`,
      );
      expect(description.title).not.toMatch(/transfer/i);
      expect(needs).toContainEqual({ kind: 'delegate', chain: 1, address: BYBIT.code, account: BYBIT.safe });
    },
  );
});
