import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('the first dial is at once, then waits double from 100 ms up to 5 s', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 1000].map((failures) => backoffMs(failures, 1))).toEqual([
    0, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000,
  ]);
});

test('jitter takes away at most half', () => {
  expect(backoffMs(7, 0)).toBe(2500);
  expect(backoffMs(1, 0.5)).toBe(75);
});
