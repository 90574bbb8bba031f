import { expect, test } from 'vitest';
import { Suspicion } from './suspicion.ts';

test('nothing is held against a node nobody complained about', () => {
  const doubts = new Suspicion(() => 0, 1000);
  expect(doubts.node('node-1')).toBe(0);
  expect(doubts.pair('node-1', 'node-2')).toBe(0);
});

test('a stall weighs on the pair most, then on the silent one, then on the reporter', () => {
  const doubts = new Suspicion(() => 0, 1000);
  doubts.stalled('node-1', ['node-2']);
  expect(doubts.pair('node-2', 'node-1')).toBeGreaterThan(doubts.node('node-2'));
  expect(doubts.node('node-2')).toBeGreaterThan(doubts.node('node-1'));
  expect(doubts.node('node-1')).toBeGreaterThan(0);
});

test('a pair is the same in both orders, and no other pair', () => {
  const doubts = new Suspicion(() => 0, 1000);
  doubts.stalled('node-1', ['node-2']);
  expect(doubts.pair('node-1', 'node-2')).toBe(doubts.pair('node-2', 'node-1'));
  expect(doubts.pair('node-1', 'node-3')).toBe(0);
});

test('doubts halve with every half-life and end in nothing', () => {
  let now = 0;
  const doubts = new Suspicion(() => now, 1000);
  doubts.failed('node-1');
  const fresh = doubts.node('node-1');
  now = 1000;
  expect(doubts.node('node-1')).toBeCloseTo(fresh / 2);
  now = 60_000;
  expect(doubts.node('node-1')).toBe(0);
});

test('with an endless half-life nothing is forgotten, and repeated failures add up', () => {
  let now = 0;
  const doubts = new Suspicion(() => now, Number.POSITIVE_INFINITY);
  doubts.failed('node-1');
  const once = doubts.node('node-1');
  now = 1e12;
  doubts.failed('node-1');
  expect(doubts.node('node-1')).toBe(2 * once);
});
