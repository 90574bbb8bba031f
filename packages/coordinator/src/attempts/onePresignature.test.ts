import { type PartyIndex, partyIndex, type Ready, type Reservation } from '@quorate/tss-core';
import { describe, expect, test } from 'vitest';
import { haveOnePresignature, mayHaveOnePresignature } from './onePresignature.ts';

const bytes = (fill: number) => new Uint8Array(32).fill(fill);
const [ONE, TWO] = [partyIndex(1), partyIndex(2)];
const named: Reservation = { batch: bytes(1), first: 0, count: 1 };

function ready(party: PartyIndex, reservation: Reservation | null = named): Ready {
  return { party, nonce: bytes(party), policyHash: bytes(0), reservation, attestation: null, signature: bytes(0) };
}

describe('signers have one presignature', () => {
  test('where all have set the same one aside', () => {
    expect(haveOnePresignature([ready(ONE), ready(TWO)])).toBe(true);
  });

  test.each<[string, readonly (Ready | undefined)[]]>([
    ['one is missing', [ready(ONE), undefined]],
    ['one has none', [ready(ONE), ready(TWO, null)]],
    ['the first has none', [ready(ONE, null), ready(TWO)]],
    ['they differ', [ready(ONE), ready(TWO, { ...named, batch: bytes(2) })]],
    ['they are a place in a batch', [3, 4].map((first) => ready(ONE, { ...named, first }))],
    ['there is nobody', []],
  ])('but not where %s', (_, readies) => {
    expect(haveOnePresignature(readies)).toBe(false);
  });
});

describe('those who have not answered yet', () => {
  const gathering = (readies: readonly Ready[], unanswered: readonly PartyIndex[]) => ({
    readies: new Map(readies.map((one) => [one.party, one])),
    unanswered: new Set(unanswered),
  });
  const judge = (readies: readonly Ready[], unanswered: readonly PartyIndex[]) =>
    mayHaveOnePresignature(gathering(readies, unanswered), { parties: [ONE, TWO] });

  test('are worth waiting for while the others have one', () => {
    expect(judge([ready(ONE)], [TWO])).toBe(true);
    expect(judge([], [ONE, TWO])).toBe(true);
  });

  test('are not where another has none, has denied, or all have answered', () => {
    expect(judge([ready(ONE, null)], [TWO])).toBe(false);
    expect(judge([], [TWO])).toBe(false);
    expect(judge([ready(ONE), ready(TWO)], [])).toBe(false);
  });
});
