import { expect, test } from 'vitest';
import { Backoff } from './backoff.ts';
import { DEFAULT_TIMING } from './timing.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

test('the first retries with other signers follow at once, later ones ever more slowly', () => {
  const backoff = new Backoff(DEFAULT_TIMING, 10 * MINUTE);
  const waits = Array.from({ length: 6 }, () => backoff.afterFailure(false));
  expect(waits.slice(0, 3)).toEqual([0, 0, 0]);
  expect(waits.slice(3)).toEqual([200, 400, 800]);
});

test('the same signers are not tried again at once', () => {
  const backoff = new Backoff(DEFAULT_TIMING, 10 * MINUTE);
  expect([backoff.afterFailure(false), backoff.afterFailure(true), backoff.afterFailure(true)]).toEqual([0, 200, 400]);
});

test('asking in vain is repeated at a steady pace', () => {
  const backoff = new Backoff(DEFAULT_TIMING, DAY);
  const waits = Array.from({ length: 10 }, () => backoff.afterShortage());
  expect(waits[0]).toBe(200);
  expect(waits.at(-1)).toBe(DEFAULT_TIMING.maxBackoffMs);
});

test.each([MINUTE, 10 * MINUTE, DAY, 7 * DAY])('in a life of %i ms no node is asked to join 64 attempts', (life) => {
  const backoff = new Backoff(DEFAULT_TIMING, life);
  let attempts = 0;
  for (let elapsed = 0; elapsed < life; elapsed += 1000 + backoff.afterFailure(false)) attempts++;
  expect(attempts).toBeLessThan(70);
});
