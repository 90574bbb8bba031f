import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import { partyIndex, SCHEMES } from '../keys/structure.ts';
import { seededRandom } from '../testing/seededRandom.ts';
import { lagrangeCoefficient } from './lagrange.ts';
import { Polynomial, randomPolynomial } from './polynomial.ts';

describe.each(SCHEMES)('polynomials over %s', (scheme) => {
  const { group } = ciphersuite(scheme);
  const index = fc.integer({ min: 1, max: 0xffff }).map(partyIndex);
  const indices = (count: number) => fc.uniqueArray(index, { minLength: count, maxLength: count });

  test('f(x) = a_0 + a_1·x + a_2·x²', () => {
    const f = new Polynomial(group, 7n, [11n, 13n]);
    expect(f.evaluate(partyIndex(3))).toBe(7n + 11n * 3n + 13n * 9n);
    expect(f.constant()).toBe(7n);
  });

  test('many shares at once are the shares one by one', () => {
    const f = randomPolynomial(group, 3, seededRandom('all'));
    const all = [1, 2, 77, 0xffff].map(partyIndex);
    expect([...f.evaluateAll(all)]).toEqual(all.map((i) => [i, f.evaluate(i)]));
    f.wipe();
    expect(() => f.evaluateAll(all)).toThrow('this secret was wiped');
  });

  test('any t shares give the secret back', () => {
    const sharing = fc.integer({ min: 1, max: 6 }).chain((t) => fc.tuple(fc.constant(t), indices(t), fc.string()));
    fc.assert(
      fc.property(sharing, ([threshold, set, seed]) => {
        const f = randomPolynomial(group, threshold, seededRandom(seed));
        const sum = set.reduce((total, i) => total + lagrangeCoefficient(group, set, i) * f.evaluate(i), 0n);
        expect(group.reduce(sum)).toBe(f.constant());
      }),
      { numRuns: 50 },
    );
  });

  test('t − 1 shares fit every secret', () => {
    fc.assert(
      fc.property(indices(2), fc.bigInt({ min: 0n, max: group.order - 1n }), (set, otherSecret) => {
        const f = randomPolynomial(group, 3, seededRandom('hiding'));
        // The polynomial through both shares and any other constant has the same degree.
        const [i, j] = set.map(BigInt);
        if (i === undefined || j === undefined) throw new Error('two indices');
        const [di, dj] = set.map((at) => f.evaluate(at) - otherSecret);
        if (di === undefined || dj === undefined) throw new Error('two shares');
        const a2 = group.reduce((di * j - dj * i) * group.invert(group.reduce(i * j * (i - j))));
        const a1 = group.reduce((di - a2 * i * i) * group.invert(i));
        const g = new Polynomial(group, otherSecret, [a1, a2]);
        expect(set.map((at) => g.evaluate(at))).toEqual(set.map((at) => f.evaluate(at)));
      }),
      { numRuns: 20 },
    );
  });

  test('a given constant is shared, zero too', () => {
    const random = seededRandom('constant');
    expect(randomPolynomial(group, 3, random, 5n).constant()).toBe(5n);
    const [A0] = randomPolynomial(group, 3, random, 0n).commit();
    expect(A0?.is0()).toBe(true);
  });

  test('its commitments are t elements', () => {
    const f = new Polynomial(group, 2n, [3n]);
    expect(f.commit().map((A) => group.encodeElement(A))).toEqual(
      [2n, 3n].map((a) => group.encodeElement(group.generator.multiply(a))),
    );
  });

  test('a threshold is a positive integer', () => {
    for (const threshold of [0, -1, 1.5, Number.NaN]) {
      expect(() => randomPolynomial(group, threshold, seededRandom(1))).toThrow(RangeError);
    }
  });

  test('once wiped it says nothing', () => {
    const f = randomPolynomial(group, 2, seededRandom('wipe'));
    f.wipe();
    expect(() => f.constant()).toThrow('wiped');
    expect(() => f.evaluate(partyIndex(1))).toThrow('wiped');
    expect(() => f.commit()).toThrow('wiped');
  });
});
