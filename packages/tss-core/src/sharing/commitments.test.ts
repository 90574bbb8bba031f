import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import { partyIndex, SCHEMES } from '../keys/structure.ts';
import { seededRandom } from '../testing/seededRandom.ts';
import { evaluateCommitments, generatorTimes, isShareOf, sumCommitments } from './commitments.ts';
import { groupKeyOf } from './groupKey.ts';
import { randomPolynomial } from './polynomial.ts';

describe.each(SCHEMES)('Feldman commitments over %s', (scheme) => {
  const { group } = ciphersuite(scheme);
  const index = fc.integer({ min: 1, max: 0xffff }).map(partyIndex);
  const threshold = fc.integer({ min: 1, max: 4 });

  test('commitments at an index are the commitment of the share', () => {
    fc.assert(
      fc.property(threshold, index, fc.string(), (t, i, seed) => {
        const f = randomPolynomial(group, t, seededRandom(seed));
        const Y = evaluateCommitments(group, f.commit(), i);
        expect(Y.equals(generatorTimes(group, f.evaluate(i)))).toBe(true);
        expect(isShareOf(group, f.commit(), i, f.evaluate(i))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('attack 15: a share that is one off, or of another party, is not a share', () => {
    const f = randomPolynomial(group, 3, seededRandom('wrong share'));
    const share = f.evaluate(partyIndex(2));
    expect(isShareOf(group, f.commit(), partyIndex(2), group.reduce(share + 1n))).toBe(false);
    expect(isShareOf(group, f.commit(), partyIndex(2), 0n)).toBe(false);
    expect(isShareOf(group, f.commit(), partyIndex(1), share)).toBe(false);
  });

  test('the sum of vectors commits to the sum of polynomials', () => {
    const random = seededRandom('sum');
    const polynomials = [1, 2, 3].map(() => randomPolynomial(group, 3, random));
    const sum = sumCommitments(
      group,
      polynomials.map((f) => f.commit()),
    );
    const at = partyIndex(5);
    const share = polynomials.reduce((total, f) => group.reduce(total + f.evaluate(at)), 0n);
    expect(isShareOf(group, sum, at, share)).toBe(true);
  });

  test('attack 8: vectors of different lengths are not summed', () => {
    const random = seededRandom('lengths');
    const [two, three] = [2, 3].map((t) => randomPolynomial(group, t, random).commit());
    expect(() => sumCommitments(group, [two ?? [], three ?? []])).toThrow(/different lengths/);
    expect(() => sumCommitments(group, [three ?? [], two ?? []])).toThrow(/different lengths/);
    expect(() => sumCommitments(group, [])).toThrow(RangeError);
  });

  test('zero times the generator is the identity', () => {
    expect(generatorTimes(group, 0n).is0()).toBe(true);
  });

  test('the group key is the sum of the constants over all quorums', () => {
    const random = seededRandom('group key');
    const polynomials = [2, 1, 3].map((t) => randomPolynomial(group, t, random));
    const secret = polynomials.reduce((total, f) => group.reduce(total + f.constant()), 0n);
    const X = groupKeyOf(
      group,
      polynomials.map((f) => f.commit()),
    );
    expect(X.equals(group.generator.multiply(secret))).toBe(true);
    expect(() => groupKeyOf(group, [[]])).toThrow(RangeError);
  });
});
