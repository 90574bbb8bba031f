import { describe, expect, test } from 'vitest';
import type { Random } from '../../bytes.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import { sampleBelow, samplePlusMinus, sampleUnit } from './sampling.ts';

const random = seededRandom('sampling');

/** How often each value is drawn. */
function histogram(draws: number, draw: () => bigint): ReadonlyMap<bigint, number> {
  const counts = new Map<bigint, number>();
  for (let i = 0; i < draws; i++) {
    const value = draw();
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

describe('sampling below a bound', () => {
  test('draws every value, about equally often, and no other', () => {
    for (const bound of [1n, 2n, 3n, 5n, 8n, 9n]) {
      const counts = histogram(9000, () => sampleBelow(bound, random));
      expect([...counts.keys()].sort()).toEqual(Array.from({ length: Number(bound) }, (_, i) => BigInt(i)));
      for (const count of counts.values()) expect(Math.abs(count - 9000 / Number(bound))).toBeLessThan(250);
    }
  });

  test('a draw at or above the bound is drawn again, not reduced', () => {
    const draws = [255, 200, 201, 7];
    const scripted: Random = () => Uint8Array.of(draws.shift() ?? 0);
    expect(sampleBelow(200n, scripted)).toBe(7n);
    expect(draws).toHaveLength(0);
  });

  test('there is nothing below 1', () => {
    for (const bound of [0n, -5n]) expect(() => sampleBelow(bound, random)).toThrow(RangeError);
  });

  test('a random source that draws short is refused', () => {
    expect(() => sampleBelow(1n << 64n, () => new Uint8Array(7))).toThrow(/random bytes/);
  });

  test('the drawn bytes are wiped', () => {
    const drawn = new Uint8Array(8).fill(7);
    sampleBelow(1n << 64n, () => drawn);
    expect(drawn.every((byte) => byte === 0)).toBe(true);
  });
});

test('±bound is drawn with both ends', () => {
  const counts = histogram(7000, () => samplePlusMinus(3n, random));
  expect([...counts.keys()].sort((a, b) => Number(a - b))).toEqual([-3n, -2n, -1n, 0n, 1n, 2n, 3n]);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('only units are drawn, and all of them', () => {
  const counts = histogram(2000, () => sampleUnit(15n, random));
  expect([...counts.keys()].sort((a, b) => Number(a - b))).toEqual([1n, 2n, 4n, 7n, 8n, 11n, 13n, 14n]);
});
