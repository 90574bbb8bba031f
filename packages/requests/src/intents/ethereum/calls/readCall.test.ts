import { RequestRejected } from '@quorate/tss-core';
import fc from 'fast-check';
import { bytesToHex, concat, type Hex, maxUint160, maxUint256, numberToHex, parseEther } from 'viem';
import { describe, expect, test } from 'vitest';
import { BYBIT, bybitTransaction } from '../../../testing/bybit.ts';
import {
  bybitData,
  calldata,
  callIntent,
  execTransaction,
  MULTICALL3,
  multiSend,
  NOBODY,
  PAYEE,
  SAFE,
  SPENDER,
  TOKEN,
  USDC,
} from '../../fixtures/ethereum.ts';
import { expectRejection } from '../../fixtures/expectRejection.ts';
import { readCall } from './readCall.ts';
import type { Reading } from './reading.ts';
import { needsOf, readingLines, warningsOf } from './readingLines.ts';

const SELF = '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf';
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';

function read(to: string, data: Hex, { value = 0n, chain = 1 } = {}) {
  const bytes = Uint8Array.from(Buffer.from(data.slice(2), 'hex'));
  return shortened(readCall({ caller: SELF, to, value, data: bytes }, chain, SELF));
}

/** The key without its address, to be read more easily. */
function shortened(reading: Reading): Reading {
  return {
    ...reading,
    text: reading.text.replaceAll(`this key (${SELF})`, 'this key'),
    inner: reading.inner.map(shortened),
  };
}

const transferOf = (to: Hex, value: bigint) => calldata('transfer(address to, uint256 value)', [to, value]);
const contract = (address: string) => ({ kind: 'contract', chain: 1, address });
const recipient = (address: string) => ({ kind: 'recipient', chain: 1, address });

describe('tokens', () => {
  test.each<[string, string, Hex, string, readonly string[]]>([
    [
      'a transfer of a listed token',
      USDC,
      transferOf(PAYEE, 1_500_000n),
      `Transfer 1.5 USDC (by Quorate's list; 1500000 units of token ${USDC}) from this key to ${PAYEE}`,
      [PAYEE],
    ],
    [
      'a transfer of any other',
      TOKEN,
      transferOf(PAYEE, 7n),
      `Transfer 7 units of token ${TOKEN} from this key to ${PAYEE}`,
      [PAYEE],
    ],
    [
      'an approval',
      USDC,
      calldata('approve(address spender, uint256 value)', [SPENDER, 2_000_000n]),
      `Let ${SPENDER} take up to 2 USDC (by Quorate's list; 2000000 units of token ${USDC}) from this key`,
      [SPENDER],
    ],
    [
      'an approval taken back',
      USDC,
      calldata('approve(address spender, uint256 value)', [SPENDER, 0n]),
      `Let ${SPENDER} take nothing any more of token ${USDC} from this key`,
      [],
    ],
    [
      'an approval that grows',
      USDC,
      calldata('increaseAllowance(address spender, uint256 addedValue)', [SPENDER, 1n]),
      `Let ${SPENDER} take 0.000001 USDC (by Quorate's list; 1 units of token ${USDC}) more than before from this key`,
      [SPENDER],
    ],
    [
      'a transfer of what others approved',
      TOKEN,
      calldata('transferFrom(address from, address to, uint256 value)', [SPENDER, PAYEE, 9n]),
      `Transfer 9 units of token ${TOKEN} from ${SPENDER} to ${PAYEE} (of a collection of NFTs: the one of that number)`,
      [PAYEE],
    ],
    [
      'a permit that somebody signed',
      USDC,
      calldata(
        'permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
        [SPENDER, PAYEE, 1_000_000n, 99n, 27, `0x${'01'.repeat(32)}`, `0x${'02'.repeat(32)}`],
      ),
      `Let ${PAYEE} take up to 1 USDC (by Quorate's list; 1000000 units of token ${USDC}) from ${SPENDER}, who signed for it`,
      [PAYEE],
    ],
    [
      'an NFT',
      TOKEN,
      calldata('safeTransferFrom(address from, address to, uint256 id)', [SPENDER, PAYEE, 5n]),
      `Transfer NFT 5 of collection ${TOKEN} from ${SPENDER} to ${PAYEE}`,
      [PAYEE],
    ],
    [
      'an NFT with data',
      TOKEN,
      calldata('safeTransferFrom(address from, address to, uint256 id, bytes data)', [SPENDER, PAYEE, 5n, '0x0102']),
      `Transfer NFT 5 of collection ${TOKEN} from ${SPENDER} to ${PAYEE}, with 2 bytes for the recipient`,
      [PAYEE],
    ],
    [
      'tokens of ERC-1155',
      TOKEN,
      calldata('safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data)', [
        SPENDER,
        PAYEE,
        5n,
        3n,
        '0x',
      ]),
      `Transfer 3 of token 5 of collection ${TOKEN} from ${SPENDER} to ${PAYEE}`,
      [PAYEE],
    ],
    [
      'a whole collection, taken back',
      TOKEN,
      calldata('setApprovalForAll(address operator, bool approved)', [SPENDER, false]),
      `No longer let ${SPENDER} transfer what this key owns of collection ${TOKEN}`,
      [],
    ],
  ])('%s', (_name, to, data, text, recipients) => {
    const needs = [contract(to), ...recipients.map(recipient)];
    expect(read(to, data)).toEqual({ text, warnings: [], needs, inner: [] });
  });

  test.each([maxUint256, maxUint160, 1n << 250n])('an approval of %d units is called unlimited', (units) => {
    const { text, warnings } = read(USDC, calldata('approve(address spender, uint256 value)', [SPENDER, units]));
    expect(text).toBe(`Let ${SPENDER} take any amount, without limit, of token ${USDC} from this key`);
    expect(warnings).toEqual([
      `The approval is unlimited: ${SPENDER} can take all of this token that is there, now and later.`,
    ]);
  });

  test('a whole collection given away is warned of', () => {
    const { text, warnings } = read(
      TOKEN,
      calldata('setApprovalForAll(address operator, bool approved)', [SPENDER, true]),
    );
    expect(text).toBe(`Let ${SPENDER} transfer everything that this key owns of collection ${TOKEN}`);
    expect(warnings).toHaveLength(1);
  });

  test('tokens sent to nobody, or to their own contract, are warned of', () => {
    expect(read(TOKEN, transferOf(NOBODY, 1n)).warnings).toEqual([expect.stringContaining('zero address')]);
    expect(read(TOKEN, transferOf(TOKEN, 1n)).warnings).toEqual([expect.stringContaining('token contract itself')]);
  });

  test('who gets something, or may take it, is for the rules, unless it is the key itself', () => {
    expect(read(TOKEN, transferOf(SELF, 1n)).needs).toEqual([contract(TOKEN)]);
    expect(read(PAYEE, '0x', { value: 1n }).needs).toEqual([recipient(PAYEE)]);
    expect(read(PAYEE, '0x').needs).toEqual([]);
    const none = calldata('approve(address spender, uint256 value)', [SPENDER, 0n]);
    expect(read(USDC, none).needs).toEqual([contract(USDC)]);
    // Of a collection it is the right to take the NFT of number 0.
    expect(read(TOKEN, none).needs).toEqual([contract(TOKEN), recipient(SPENDER)]);
    const all = calldata('setApprovalForAll(address operator, bool approved)', [SPENDER, true]);
    expect(read(TOKEN, all).needs).toEqual([contract(TOKEN), recipient(SPENDER)]);
  });

  test('a token of mainnet is none on another chain', () => {
    expect(read(USDC, transferOf(PAYEE, 5n), { chain: 10 }).text).toContain(`5 units of token ${USDC}`);
  });

  test('ether along with a token transfer is refused', () => {
    const { message } = expectRejection('value-with-call', () => read(USDC, transferOf(PAYEE, 5n), { value: 1n }));
    expect(message).toContain('carries 0.000000000000000001 ETH');
  });

  test('wrapped ether is read at its own address alone', () => {
    const deposit = calldata('deposit()', []);
    expect(read(WETH, deposit, { value: parseEther('2') }).text).toBe(
      'Wrap 2 ETH (2000000000000000000 wei) into WETH of this key',
    );
    expect(read(WETH, calldata('withdraw(uint256 wad)', [1n])).text).toContain('Unwrap 0.000000000000000001 ETH');
    expect(read(TOKEN, deposit, { value: 1n }).needs).toMatchObject([
      { kind: 'unknown-calldata', selector: '0xd0e30db0' },
      recipient(TOKEN),
    ]);
    expect(read(WETH, deposit, { chain: 10 }).needs).toMatchObject([{ kind: 'unknown-calldata' }]);
  });
});

describe('what is not read', () => {
  test.each<[string, Hex, string]>([
    ['an unknown function', '0x12345678', '0x12345678'],
    ['less than a selector', '0x1234', '0x1234'],
    ['a transfer with bytes left over', `${transferOf(PAYEE, 1n)}00`, '0xa9059cbb'],
    ['a transfer cut short', transferOf(PAYEE, 1n).slice(0, -2) as Hex, '0xa9059cbb'],
    ['a transfer to an address with dirt in front', transferOf(PAYEE, 1n).replace('bb00', 'bb01') as Hex, '0xa9059cbb'],
  ])('%s', (_name, data, selector) => {
    const { text, warnings, needs, inner } = read(TOKEN, data);
    expect(text).toContain(`call the unknown function ${selector} of ${TOKEN} (`);
    expect(warnings).toEqual([expect.stringContaining('nodes sign it only if their rules name')]);
    expect(needs).toEqual([{ kind: 'unknown-calldata', chain: 1, to: TOKEN, selector }]);
    expect(inner).toEqual([]);
  });

  test('what it is paid is said, and a payment like any other', () => {
    const { text, needs } = read(TOKEN, '0x12345678', { value: parseEther('1') });
    expect(text).toContain('and pay it 1 ETH');
    expect(needs).toEqual([
      { kind: 'unknown-calldata', chain: 1, to: TOKEN, selector: '0x12345678' },
      recipient(TOKEN),
    ]);
  });
});

describe('Safe', () => {
  test('a call is read as the Safe makes it', () => {
    const reading = read(SAFE, execTransaction({ to: USDC, data: transferOf(PAYEE, 1_000_000n) }));
    const transfer = `Transfer 1 USDC (by Quorate's list; 1000000 units of token ${USDC}) from ${SAFE} to ${PAYEE}`;
    expect(readingLines(reading)).toEqual([
      { label: 'Does', value: `Have Safe ${SAFE} do this: ${transfer}` },
      { label: 'Does 1', value: transfer },
    ]);
    expect(needsOf(reading)).toEqual([contract(SAFE), contract(USDC), recipient(PAYEE)]);
    expect(warningsOf(reading)).toEqual([]);
  });

  test('what is paid into it is a payment to whatever is there: any contract may have such a function', () => {
    const reading = read(SPENDER, execTransaction({ to: PAYEE }), { value: parseEther('100') });
    expect(needsOf(reading)).toEqual([contract(SPENDER), recipient(SPENDER)]);
    expect(reading.warnings).toEqual(['The call also pays 100 ETH (100000000000000000000 wei) into the Safe.']);
  });

  test('the theft from Bybit is a delegatecall, whatever its calldata looks like (attack 35)', () => {
    const data = execTransaction({ to: BYBIT.code, data: bybitData(), operation: 1 });
    expect(callIntent(BYBIT.safe, data).transaction).toEqual(bybitTransaction());
    const reading = read(BYBIT.safe, data);
    const text = `Let the code of ${BYBIT.code} act as Safe ${BYBIT.safe} itself (delegatecall with 68 bytes of calldata)`;
    expect(readingLines(reading)).toEqual([{ label: 'Does', value: text }]);
    expect(JSON.stringify(readingLines(reading))).not.toMatch(/transfer|pay/i);
    expect(warningsOf(reading)).toEqual([expect.stringContaining('can take everything that the Safe owns')]);
    const account = BYBIT.safe;
    expect(needsOf(reading)).toContainEqual({ kind: 'delegate', chain: 1, address: BYBIT.code, account });
  });

  test('a delegatecall hidden in a Safe’s Safe, or in a batch, is found', () => {
    const theft = { to: BYBIT.code, data: bybitData(), operation: 1 } as const;
    const nested = execTransaction({ to: BYBIT.safe, data: execTransaction(theft) });
    const batched = execTransaction({ to: SPENDER, data: multiSend([{ to: PAYEE, value: 1n }, theft]), operation: 1 });
    const through = calldata('aggregate3((address target, bool allowFailure, bytes callData)[] calls)', [
      [{ target: BYBIT.safe, allowFailure: true, callData: execTransaction(theft) }],
    ]);
    for (const [to, data, account] of [
      [SAFE, nested, BYBIT.safe],
      [BYBIT.safe, batched, BYBIT.safe],
      [MULTICALL3, through, BYBIT.safe],
    ] as const) {
      expect(needsOf(read(to, data))).toContainEqual({ kind: 'delegate', chain: 1, address: BYBIT.code, account });
    }
  });

  test('a batch of MultiSend is read item by item, as the Safe', () => {
    const batch = multiSend([
      { to: PAYEE, value: parseEther('1') },
      { to: USDC, data: transferOf(PAYEE, 1_000_000n) },
    ]);
    const reading = read(SAFE, execTransaction({ to: SPENDER, data: batch, operation: 1 }));
    const lines = readingLines(reading);
    expect(lines[0]?.value).toContain(`Let the code of ${SPENDER} act as Safe`);
    expect(lines.slice(1)).toEqual([
      { label: 'Does 1', value: expect.stringContaining(`do this: Pay 1 ETH`) },
      { label: 'Does 1.1', value: `Pay 1 ETH (1000000000000000000 wei) from ${SAFE} to ${PAYEE}` },
      { label: 'Does 2', value: expect.stringContaining('do this: Transfer 1 USDC') },
      { label: 'Does 2.1', value: expect.stringContaining(`from ${SAFE} to ${PAYEE}`) },
    ]);
    expect(needsOf(reading)).toContainEqual({ kind: 'delegate', chain: 1, address: SPENDER, account: SAFE });
    expect(warningsOf(reading)).toContainEqual(expect.stringContaining('whether'));
  });

  // MultiSend pays the payee of each of these: a rule that names MultiSend, and who may be paid, would see no payment.
  const payment = multiSend([{ to: PAYEE, value: 1n }]);
  const packedPayment: Hex = `0x00${PAYEE.slice(2)}${numberToHex(1n, { size: 32 }).slice(2)}${'00'.repeat(32)}`;
  const batchOf = (packed: Hex) => calldata('multiSend(bytes transactions)', [packed]);
  test.each<[string, Hex]>([
    ['cut short', batchOf(`0x00${PAYEE.slice(2)}`)],
    ['with a length that lies', batchOf(`${packedPayment.slice(0, -64)}${'ff'.repeat(32)}` as Hex)],
    ['with a byte behind its last item', batchOf(`${packedPayment}00`)],
    ['with a word behind its argument', `${payment}${'00'.repeat(32)}`],
    ['with its argument elsewhere', payment.replace('20', `40${'00'.repeat(32)}`) as Hex],
    ['to the zero address', multiSend([{ to: PAYEE, value: 1n }, { to: NOBODY }])],
  ])('a batch %s is refused', (_name, data) => {
    expect(batchOf(packedPayment)).toBe(payment);
    expectRejection('undecodable-call', () => read(SAFE, execTransaction({ to: SPENDER, data, operation: 1 })));
  });

  test('whatever follows a payment in a batch, the payment is seen or the batch refused', () => {
    const header = Uint8Array.from([0, ...new Uint8Array(19).fill(7), 1, ...new Uint8Array(63)]);
    const tail = fc.tuple(fc.constantFrom(new Uint8Array(), header), fc.uint8Array({ max: 3, maxLength: 90 }));
    fc.assert(
      fc.property(tail, (parts) => {
        const data = batchOf(concat([packedPayment, ...parts.map((part) => bytesToHex(part))]));
        try {
          const needs = needsOf(read(SAFE, execTransaction({ to: SPENDER, data, operation: 1 })));
          expect(needs).toContainEqual(recipient(PAYEE));
        } catch (problem) {
          if (!(problem instanceof RequestRejected)) throw problem;
        }
      }),
    );
  });

  test('a refund is pointed out', () => {
    const reading = read(SAFE, execTransaction({ to: PAYEE, value: 1n, gasPrice: 10n ** 12n }));
    expect(reading.warnings).toEqual([expect.stringContaining('The Safe refunds whoever executes the transaction')]);
    expect(needsOf(reading)).toContainEqual(recipient(NOBODY));
  });

  test('a refund of gas that nobody used is a payment, and said to be one', () => {
    const reading = read(SAFE, execTransaction({ to: PAYEE, value: 1n, gasPrice: 10n ** 12n, baseGas: 2_000_000n }));
    expect(reading.warnings.at(-1)).toBe(
      'It refunds 2000000 gas whatever the transaction takes, which pays up to 2 ETH (2000000000000000000 wei).',
    );
  });

  test('an operation that no Safe has is refused', () => {
    expectRejection('undecodable-call', () => read(SAFE, execTransaction({ to: PAYEE, operation: 2 })));
  });
});

describe('Multicall3', () => {
  const calls = [
    { target: USDC, callData: transferOf(PAYEE, 1_000_000n) },
    { target: TOKEN, callData: '0x12345678' },
  ];
  const call3 = calls.map((call) => ({ ...call, allowFailure: false }));
  const inner = [
    expect.stringContaining(`Transfer 1 USDC`),
    expect.stringContaining(`As ${MULTICALL3}, call the unknown function 0x12345678`),
  ];

  test.each<[string, Hex]>([
    ['aggregate', calldata('aggregate((address target, bytes callData)[] calls)', [calls])],
    ['blockAndAggregate', calldata('blockAndAggregate((address target, bytes callData)[] calls)', [calls])],
    ['tryAggregate', calldata('tryAggregate(bool success, (address target, bytes callData)[] calls)', [false, calls])],
    [
      'tryBlockAndAggregate',
      calldata('tryBlockAndAggregate(bool success, (address target, bytes callData)[] calls)', [true, calls]),
    ],
    ['aggregate3', calldata('aggregate3((address target, bool allowFailure, bytes callData)[] calls)', [call3])],
    [
      'aggregate3Value',
      calldata('aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)', [
        call3.map((call) => ({ ...call, value: 0n })),
      ]),
    ],
  ])('%s is unwrapped, as made in its own name', (_name, data) => {
    const reading = read(MULTICALL3, data);
    expect(reading.text).toBe('Have Multicall3 make 2 calls in its own name');
    expect(reading.inner.map(({ text }) => text)).toEqual(inner);
    expect(needsOf(reading)).toEqual([
      contract(MULTICALL3),
      contract(USDC),
      recipient(PAYEE),
      { kind: 'unknown-calldata', chain: 1, to: TOKEN, selector: '0x12345678' },
    ]);
  });

  test('elsewhere a function of that name may do anything', () => {
    const data = calldata('aggregate((address target, bytes callData)[] calls)', [calls]);
    expect(read(SPENDER, data).needs).toMatchObject([{ kind: 'unknown-calldata', to: SPENDER }]);
  });

  test('what is paid must be passed on', () => {
    const item = { target: PAYEE, allowFailure: false, value: 2n, callData: '0x' };
    const data = calldata(
      'aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)',
      [[item]],
    );
    expect(read(MULTICALL3, data, { value: 2n }).inner[0]?.text).toContain(`(2 wei) from ${MULTICALL3} to ${PAYEE}`);
    expectRejection('value-with-call', () => read(MULTICALL3, data, { value: 3n }));
  });

  test('too many calls, or too deep, are refused', () => {
    const many = Array.from({ length: 64 }, () => ({ target: TOKEN, callData: '0x12345678' }));
    const wide = calldata('aggregate((address target, bytes callData)[] calls)', [many]);
    expectRejection('too-complex', () => read(MULTICALL3, wide));
    const deep = Array.from({ length: 8 }).reduce<Hex>((data) => execTransaction({ to: SAFE, data }), '0x12345678');
    expectRejection('too-complex', () => read(SAFE, deep));
  });
});

test('calldata that is damaged is read or refused, and a delegatecall stays one', () => {
  const batch = multiSend([
    { to: PAYEE, value: 1n },
    { to: USDC, data: transferOf(PAYEE, 1n) },
  ]);
  const data = Buffer.from(execTransaction({ to: SPENDER, data: batch, operation: 1 }).slice(2), 'hex');
  const edit = fc.tuple(fc.nat(data.length - 1), fc.nat(40), fc.uint8Array({ maxLength: 40 }));
  fc.assert(
    fc.property(edit, ([at, removed, inserted]) => {
      const damaged = Buffer.concat([data.subarray(0, at), inserted, data.subarray(at + removed)]);
      try {
        const reading = read(SAFE, `0x${damaged.toString('hex')}`);
        if (at > 4 + 4 * 32) expect(reading.needs).not.toEqual([contract(SAFE)]);
      } catch (problem) {
        if (!(problem instanceof RequestRejected)) throw problem;
      }
    }),
    { numRuns: 300 },
  );
});
