import type { CeremonyView } from '@quorate/requests';
import { expect, test } from 'vitest';
import { ceremonyText } from './ceremonyText.ts';

const searching = (primes: NonNullable<CeremonyView['primes']>): CeremonyView => ({
  order: 'order',
  name: 'ops',
  key: 'key',
  state: 'running',
  phase: 'primes',
  acknowledged: [],
  missing: [],
  culprits: [],
  primes,
});

test('the search for primes says how far each node is, and how many have all of theirs', () => {
  const [first, second] = [
    { node: 'node-1', found: 1, needed: 4 },
    { node: 'node-2', found: 0, needed: 4 },
  ];
  expect(ceremonyText(searching([first, second]), 2)).toMatch(/once \(node-1 1\/4, node-2 0\/4\)$/);
  expect(ceremonyText(searching([first]), 3)).toMatch(/once \(node-1 1\/4, 2 of 3 ready\)$/);
});
