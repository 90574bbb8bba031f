import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../output/failure.ts';
import { BITCOIN, type Currency, ETHER, parseAmount, SOLANA } from './parseAmount.ts';

const value = (text: string) => parseAmount(text, { option: '--value', currency: ETHER, bareUnit: 'eth' });
const fee = (text: string) => parseAmount(text, { option: '--max-fee', currency: ETHER, bareUnit: 'gwei' });
const sats = (text: string) => parseAmount(text, { option: '--amount', currency: BITCOIN, bareUnit: 'sat' });

test.each([
  ['0', 0n],
  ['1.5', 1_500_000_000_000_000_000n],
  ['1.50', 1_500_000_000_000_000_000n],
  ['1.5eth', 1_500_000_000_000_000_000n],
  ['1.5 ETH', 1_500_000_000_000_000_000n],
  ['0.000000000000000001', 1n],
  ['30gwei', 30_000_000_000n],
  ['0.5 Gwei', 500_000_000n],
  ['1500000000000000000wei', 1_500_000_000_000_000_000n],
  ['999999999', 999_999_999n * 10n ** 18n],
  ['1000000000000 eth', 10n ** 30n],
])('--value %s is %d wei', (text, wei) => expect(value(text)).toBe(wei));

test('a bare number is in the unit that the option says', () => {
  expect(fee('30')).toBe(30_000_000_000n);
  expect(fee('0.1')).toBe(100_000_000n);
  expect(fee('30wei')).toBe(30n);
  expect(sats('1500000000')).toBe(1_500_000_000n);
  expect(sats('21000000btc')).toBe(2_100_000_000_000_000n);
  const solana = { option: '--amount', currency: SOLANA, bareUnit: 'sol' } as const;
  expect(parseAmount('1.000000001', solana)).toBe(1_000_000_001n);
  expect(parseAmount('5000 lamports', solana)).toBe(5000n);
});

test('a number that no float holds is exact', () => {
  expect(value('9007199254.740993000000000001eth')).toBe(9_007_199_254_740_993_000_000_000_001n);
});

test.each([
  ['', 'is empty'],
  ['  ', 'is empty'],
  ['-1', 'is negative'],
  ['-0', 'is negative'],
  ['+1', 'is not an amount'],
  ['1e18', 'has an exponent'],
  ['1E-2', 'has an exponent'],
  ['1.5e3eth', 'has an exponent'],
  ['1,000', 'has a separator'],
  ['1,5', 'has a separator'],
  ['1_000', 'has a separator'],
  ['1 000', 'has a separator'],
  ['1’000', 'has a separator'],
  ['1.000.000', 'is not an amount'],
  ['.5', 'is not an amount'],
  ['5.', 'is not an amount'],
  ['5.eth', 'is not an amount'],
  ['007', 'has a leading zero'],
  ['0x10', 'is hexadecimal'],
  ['ten', 'is not an amount'],
  ['Infinity', 'is not an amount'],
  ['NaN', 'is not an amount'],
  ['١٢', 'is not an amount'],
  ['1\n', 'is not an amount'],
  [' 1', 'is not an amount'],
  ['1  eth', 'is not an amount'],
  ['eth', 'is not an amount'],
  ['1 m', 'unknown unit "m"'],
  ['1 ether', 'unknown unit "ether"'],
  ['5sat', 'unknown unit "sat"'],
  ['1constructor', 'unknown unit "constructor"'],
  ['0.0000000000000000001', 'too many decimals: eth takes at most 18'],
  ['1.5wei', 'too many decimals: wei takes none'],
  ['1.0000000001gwei', 'too many decimals: gwei takes at most 9'],
  ['1000000000000000000', 'cannot be meant'],
  ['9'.repeat(101), 'is longer than 100 characters'],
])('--value %j is refused in a sentence', (text, problem) => {
  expect(() => value(text)).toThrow(Failure);
  expect(() => value(text)).toThrow(expect.objectContaining({ code: 'usage', hint: expect.stringContaining('eth') }));
  expect(() => value(text)).toThrow(/^--value/);
  expect(() => value(text)).toThrow(problem);
});

test.each<[string, Currency]>([
  ['ether', ETHER],
  ['bitcoin', BITCOIN],
  ['solana', SOLANA],
])('every amount of %s written in any of its units is read back', (_, currency) => {
  const units = Object.entries(currency);
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
      fc.constantFrom(...units),
      (amount, [unit, decimals]) => {
        const digits = amount.toString().padStart(decimals + 1, '0');
        const point = digits.length - decimals;
        const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
        const options = { option: '--value', currency, bareUnit: 'unused' };
        expect(parseAmount(text + unit, options)).toBe(amount);
        expect(parseAmount(`${text} ${unit.toUpperCase()}`, options)).toBe(amount);
      },
    ),
  );
});

test('whatever is written, the answer is an amount or a usage failure', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,-+eEx_ twighst'), maxLength: 12 }), (text) => {
      try {
        expect(value(text)).toBeGreaterThanOrEqual(0n);
      } catch (error) {
        expect(error).toMatchObject({ code: 'usage' });
      }
    }),
  );
});
