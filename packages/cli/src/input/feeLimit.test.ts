import type { PreparedIntent } from '@quorate/requests';
import { expect, test } from 'vitest';
import { feeLimit } from './feeLimit.ts';
import { BITCOIN, SOLANA } from './parseAmount.ts';

const paying = (fee?: bigint): PreparedIntent => ({
  description: { title: '', lines: [], warnings: [] },
  needs: [],
  messages: [],
  ...(fee === undefined ? {} : { fee }),
  attach() {
    throw new Error('nothing is attached here');
  },
});

test.each([
  ['1000sat', BITCOIN, 1000n],
  ['0.00001 BTC', BITCOIN, 1000n],
  ['5000 lamports', SOLANA, 5000n],
  ['0.000005sol', SOLANA, 5000n],
])('--max-fee %s allows that fee and no more', (limit, currency, most) => {
  const check = feeLimit(limit, currency);
  for (const fee of [0n, most]) expect(() => check(paying(fee))).not.toThrow();
  expect(() => check(paying(most + 1n))).toThrow(expect.objectContaining({ exit: 1, code: 'fee-too-high' }));
});

test('without a bound any fee is asked for; with one, none that is not known', () => {
  expect(() => feeLimit(undefined, BITCOIN)(paying(10n ** 12n))).not.toThrow();
  expect(() => feeLimit('1btc', BITCOIN)(paying())).toThrow(/unknown/);
});

test('a bare number could be either, and is refused before anything is looked at', () => {
  expect(() => feeLimit('1000', BITCOIN)).toThrow(
    expect.objectContaining({
      exit: 2,
      message: '--max-fee "1000" has no unit',
      hint: expect.stringContaining('15sat'),
    }),
  );
  expect(() => feeLimit('1gwei', SOLANA)).toThrow(/unknown unit "gwei"/);
});
