import { expect, test } from 'vitest';
import { heavyInFlight } from './heavyInFlight.ts';

test('all coordinators together offer no more than nodes have room for, as long as there are no more than four', () => {
  expect([1, 2, 3, 4, 5, 9].map(heavyInFlight)).toEqual([5, 3, 1, 1, 1, 1]);
});
