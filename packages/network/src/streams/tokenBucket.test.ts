import { expect, test } from 'vitest';
import { TokenBucket } from './tokenBucket.ts';

function at(perSecond: number): { bucket: TokenBucket; clock: { ms: number }; takes(n: number): number } {
  const clock = { ms: 1000 };
  const bucket = new TokenBucket(perSecond, () => clock.ms);
  return { bucket, clock, takes: (n) => Array.from({ length: n }, () => bucket.take()).filter(Boolean).length };
}

test("a second's worth may come in a burst, and no more", () => {
  expect(at(10).takes(20)).toBe(10);
});

test('it fills up with time, up to a second of it', () => {
  const { clock, takes } = at(10);
  takes(10);
  clock.ms += 350;
  expect(takes(20)).toBe(3);
  clock.ms += 60_000;
  expect(takes(20)).toBe(10);
});

test('what is refused costs nothing', () => {
  const { clock, takes } = at(10);
  takes(1000);
  clock.ms += 100;
  expect(takes(2)).toBe(1);
});
