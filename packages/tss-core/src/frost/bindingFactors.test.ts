import { describe, expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import { partyIndex, SCHEMES } from '../keys/structure.ts';
import { seededRandom } from '../testing/seededRandom.ts';
import { computeBindingFactors } from './bindingFactors.ts';
import { type CommitmentList, encodeGroupCommitmentList } from './commitments.ts';
import { generateNonces } from './nonces.ts';

describe.each(SCHEMES)('attack 4: binding factors of %s', (scheme) => {
  const suite = ciphersuite(scheme);
  const { group } = suite;
  const random = seededRandom('binding');
  const commitment = () => generateNonces(suite, 5n, random).commitment;
  const [one, two, three] = [1, 2, 3].map(partyIndex);
  if (one === undefined || two === undefined || three === undefined) throw new Error('three parties');
  const list: CommitmentList = new Map([
    [one, commitment()],
    [two, commitment()],
  ]);
  const message = Uint8Array.of(1, 2, 3);
  const factorsOf = (commitments: CommitmentList, text = message, key = group.generator) =>
    computeBindingFactors(suite, key, commitments, text);
  const base = factorsOf(list);

  test('bind the identifier', () => {
    expect(base.get(one)).not.toBe(base.get(two));
  });

  test('bind the message', () => {
    expect(factorsOf(list, Uint8Array.of(1, 2, 4)).get(one)).not.toBe(base.get(one));
    expect(factorsOf(list, Uint8Array.of()).get(one)).not.toBe(base.get(one));
  });

  test('bind the key', () => {
    const other = group.generator.multiply(2n);
    expect(factorsOf(list, message, other).get(one)).not.toBe(base.get(one));
  });

  test('bind every commitment of everybody: changing either half of one changes all factors', () => {
    const theirs = list.get(two) ?? commitment();
    for (const changed of [
      { ...theirs, hiding: commitment().hiding },
      { ...theirs, binding: commitment().binding },
      { hiding: theirs.binding, binding: theirs.hiding },
    ]) {
      expect(factorsOf(new Map([...list, [two, changed]])).get(one)).not.toBe(base.get(one));
    }
  });

  test('bind who takes part, and under which identifier', () => {
    expect(factorsOf(new Map([...list, [three, commitment()]])).get(one)).not.toBe(base.get(one));
    const renamed = new Map([...list].map(([party, pair]) => [party === two ? three : party, pair] as const));
    expect(factorsOf(renamed).get(one)).not.toBe(base.get(one));
  });

  test('do not depend on the order in which commitments arrived', () => {
    const reversed = new Map([...list].toReversed());
    expect(encodeGroupCommitmentList(suite, reversed)).toEqual(encodeGroupCommitmentList(suite, list));
    expect(factorsOf(reversed).get(one)).toBe(base.get(one));
  });
});
