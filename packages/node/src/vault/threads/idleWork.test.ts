import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdleWork } from './idleWork.ts';

let done: boolean[];
let idle: IdleWork;
beforeEach(() => {
  vi.useFakeTimers();
  done = [];
  idle = new IdleWork(100, async (isAwaited) => void done.push(isAwaited()));
});
afterEach(() => {
  vi.useRealTimers();
});

test('work begins when a rest has followed the last call', () => {
  idle.begin();
  idle.begin();
  idle.end();
  vi.advanceTimersByTime(1000);
  expect(done).toEqual([]);
  idle.end();
  vi.advanceTimersByTime(99);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(done).toEqual([false]);
});

test('a call within the rest begins it anew', () => {
  idle.begin();
  idle.end();
  vi.advanceTimersByTime(99);
  idle.begin();
  vi.advanceTimersByTime(1000);
  idle.end();
  vi.advanceTimersByTime(99);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(done).toEqual([false]);
});

test('work that goes on is told of a call as soon as it asks', () => {
  let isAwaited = () => false;
  idle = new IdleWork(100, async (asked) => {
    isAwaited = asked;
  });
  idle.begin();
  idle.end();
  vi.advanceTimersByTime(100);
  expect(isAwaited()).toBe(false);
  idle.begin();
  expect(isAwaited()).toBe(true);
  idle.end();
  expect(isAwaited()).toBe(false);
});
