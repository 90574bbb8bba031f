import { expect, test } from 'vitest';
import { btc, decimal, percent, sol } from './amounts.ts';

test('amounts keep every unit and drop trailing zeros', () => {
  expect(decimal(0n, 8)).toBe('0');
  expect(decimal(1n, 8)).toBe('0.00000001');
  expect(decimal(150_000_000n, 8)).toBe('1.5');
  expect(decimal(-150_000_000n, 8)).toBe('-1.5');
  expect(decimal(7n, 0)).toBe('7');
  expect(btc(2_100_000_000_000_000n)).toBe('21000000 BTC (2100000000000000 sat)');
  expect(sol(5000n)).toBe('0.000005 SOL (5000 lamports)');
  expect(percent(1n, 3n)).toBe('33.3 %');
});
