import { expect, test } from 'vitest';
import { EarlyFrames } from './earlyFrames.ts';

const limits = { framesPerPeer: 3, bytesPerPeer: 100, maxAgeMs: 1000 };
const frame = (size: number, fill = 1) => new Uint8Array(size).fill(fill);
const peers = new Set(['node-2', 'node-3']);

test('early frames of a session are given in the order in which each peer sent them', () => {
  const early = new EarlyFrames(() => 0, limits);
  early.hold('node-2', 'a', frame(1, 1));
  early.hold('node-3', 'a', frame(1, 2));
  early.hold('node-2', 'b', frame(1, 3));
  early.hold('node-2', 'a', frame(1, 4));
  expect(early.take('a', peers)).toEqual([
    { from: 'node-2', payload: frame(1, 1) },
    { from: 'node-2', payload: frame(1, 4) },
    { from: 'node-3', payload: frame(1, 2) },
  ]);
  expect(early.take('a', peers)).toEqual([]);
  expect(early.take('b', peers)).toHaveLength(1);
});

test('frames of a node that is not in the session are dropped', () => {
  const early = new EarlyFrames(() => 0, limits);
  early.hold('node-9', 'a', frame(1));
  expect(early.take('a', peers)).toEqual([]);
  expect(early.take('a', new Set(['node-9']))).toEqual([]);
});

test('a peer that sends too many or too much uses up its own room and nobody else’s', () => {
  const early = new EarlyFrames(() => 0, limits);
  for (const session of ['a', 'b', 'c']) expect(early.hold('node-2', session, frame(1))).toBe(true);
  expect(early.hold('node-2', 'd', frame(1))).toBe(false);
  expect(early.hold('node-3', 'a', frame(101))).toBe(false);
  expect(early.hold('node-3', 'a', frame(100))).toBe(true);
  expect(early.hold('node-3', 'a', frame(1))).toBe(false);
});

test('what nobody asked for in time is forgotten and makes room', () => {
  let now = 0;
  const early = new EarlyFrames(() => now, limits);
  for (const session of ['a', 'b', 'c']) early.hold('node-2', session, frame(1));
  now = 1001;
  expect(early.take('a', peers)).toEqual([]);
  expect(early.hold('node-2', 'd', frame(100))).toBe(true);
});
