import { MAX_BATCH_PAIRS } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { batchSize } from './watermarks.ts';

const marks = { low: 16, high: 64 };

test.each([
  ['an empty stock is filled', 0, 0, 64],
  ['a stock at its low mark is filled up', 16, 0, 48],
  ['one above it is left alone', 17, 0, 0],
  ['a request that found no batch large enough gets one', 40, 40, 40],
  ['and the stock is filled up with it', 10, 40, 54],
  ['a full stock in many small rests still gets a batch for it', 64, 30, 30],
])('%s', (_, stock, missed, added) => {
  expect(batchSize(marks, stock, missed)).toBe(added);
});

test('no batch is larger than a batch may be', () => {
  expect(batchSize({ low: 0, high: 128 }, 0, 128)).toBe(MAX_BATCH_PAIRS);
  expect(batchSize({ low: 0, high: 128 }, -5, 0)).toBe(MAX_BATCH_PAIRS);
});
