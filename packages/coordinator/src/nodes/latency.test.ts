import { expect, test } from 'vitest';
import { LatencyBook } from './latency.ts';

test('a node that was never measured is neither the fastest nor the slowest', () => {
  const book = new LatencyBook();
  book.record('fast', 1);
  book.record('slow', 500);
  expect(book.of('fast')).toBeLessThan(book.of('new'));
  expect(book.of('slow')).toBeGreaterThan(book.of('new'));
});

test('one hiccup does not undo many quick answers, a lasting change shows', () => {
  const book = new LatencyBook();
  for (let i = 0; i < 10; i++) book.record('node-1', 10);
  book.record('node-1', 100);
  expect(book.of('node-1')).toBeLessThan(50);
  for (let i = 0; i < 20; i++) book.record('node-1', 100);
  expect(book.of('node-1')).toBeGreaterThan(90);
});

test('a clock that is set back makes no node the fastest for ever', () => {
  const book = new LatencyBook();
  book.record('node-1', -1e9);
  expect(book.of('node-1')).toBe(0);
});

test('every change is reported', () => {
  const seen: [string, number][] = [];
  const book = new LatencyBook((node, ms) => seen.push([node, ms]));
  book.record('node-1', 4);
  expect(seen).toEqual([['node-1', 4]]);
});
