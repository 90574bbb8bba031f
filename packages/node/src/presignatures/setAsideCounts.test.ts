import { expect, test } from 'vitest';
import { SetAsideCounts } from './setAsideCounts.ts';

const hash = (number: number) => new Uint8Array(new BigUint64Array([BigInt(number)]).buffer);

test('a request has two presignatures set aside for each of its messages, and no more', () => {
  const counts = new SetAsideCounts();
  const asked = [1, 2, 3, 4, 5].map(() => {
    const isExhausted = counts.isExhausted(hash(1), 2);
    counts.add(hash(1));
    return isExhausted;
  });
  expect(asked).toEqual([false, false, false, false, true]);
  expect(counts.isExhausted(hash(2), 1)).toBe(false);
});

test('attack 34: only so many requests are remembered', () => {
  const counts = new SetAsideCounts();
  for (let i = 0; i < 4098; i++) for (const _ of [1, 2]) counts.add(hash(i));
  expect([0, 1, 2, 4097].map((i) => counts.isExhausted(hash(i), 1))).toEqual([false, false, true, true]);
});
