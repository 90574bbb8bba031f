import fc from 'fast-check';
import { expect, test } from 'vitest';
import { abs, bitLength, byteLength, integerSqrt, mod } from './integers.ts';
import { isWithin, isWithinScaled } from './ranges.ts';

const anyInteger = fc.bigInt({ min: -(2n ** 400n), max: 2n ** 400n });

test('mod gives the remainder that is not negative', () => {
  fc.assert(
    fc.property(anyInteger, fc.bigInt({ min: 1n, max: 2n ** 200n }), (value, modulus) => {
      const remainder = mod(value, modulus);
      expect(remainder >= 0n && remainder < modulus).toBe(true);
      expect((value - remainder) % modulus).toBe(0n);
    }),
  );
});

test('lengths count the bits and bytes of the magnitude', () => {
  expect([0n, 1n, 2n, 3n, 4n, 255n, 256n, -256n].map(bitLength)).toEqual([0, 1, 2, 2, 3, 8, 9, 9]);
  expect([0n, 1n, 255n, 256n, -65535n, 65536n].map(byteLength)).toEqual([0, 1, 1, 2, 2, 3]);
  fc.assert(
    fc.property(anyInteger, (value) => {
      expect(bitLength(value)).toBe(value === 0n ? 0 : abs(value).toString(2).length);
    }),
  );
});

test('the integer square root is the largest whose square is not above', () => {
  expect([0n, 1n, 2n, 3n, 4n, 8n, 9n].map(integerSqrt)).toEqual([0n, 1n, 1n, 1n, 2n, 2n, 3n]);
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 800n }), (value) => {
      for (const square of [value, value * value, value * value + 2n * value]) {
        const root = integerSqrt(square);
        expect(root * root <= square && (root + 1n) * (root + 1n) > square).toBe(true);
      }
    }),
  );
  expect(() => integerSqrt(-1n)).toThrow(RangeError);
});

test('an interval contains its ends and nothing beyond', () => {
  for (const sign of [1n, -1n]) {
    expect(isWithin(sign * 256n, 8)).toBe(true);
    expect(isWithin(sign * 257n, 8)).toBe(false);
    expect(isWithinScaled(sign * 256n * 7n, 8, 7n)).toBe(true);
    expect(isWithinScaled(sign * (256n * 7n + 1n), 8, 7n)).toBe(false);
  }
  expect(isWithin(0n, 0)).toBe(true);
});
