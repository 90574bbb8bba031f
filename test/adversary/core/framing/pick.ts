import type { Random } from '@quorate/tss-core';
import { randomBelow } from '@quorate/tss-core/testing';

/** One of a list that is not empty. */
export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[randomBelow(random, items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** Whether something happens once in `times`. */
export function once(random: Random, times: number): boolean {
  return randomBelow(random, times) === 0;
}
