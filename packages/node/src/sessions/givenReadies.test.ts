import { partyIndex, type Ready } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { GivenReadies } from './givenReadies.ts';

const filled = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const ready: Ready = {
  ...{ party: partyIndex(1), nonce: filled(2), policyHash: filled(3) },
  ...{ reservation: { batch: filled(4), first: 0, count: 1 }, attestation: null, signature: filled(5, 64) },
};

test('only what was given is known, for what it was given, to the last byte', () => {
  const given = new GivenReadies();
  expect(given.has(filled(1), ready)).toBe(false);
  given.add(filled(1), ready);
  expect(given.has(filled(1), { ...ready })).toBe(true);
  expect(given.has(filled(2), ready)).toBe(false);
  const changes: readonly Partial<Ready>[] = [
    { party: partyIndex(2) },
    { nonce: filled(9) },
    { policyHash: filled(9) },
    { reservation: null },
    { signature: filled(5, 64).with(63, 6) },
  ];
  for (const change of changes) expect(given.has(filled(1), { ...ready, ...change })).toBe(false);
});
