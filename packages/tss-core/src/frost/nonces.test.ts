import { describe, expect, test } from 'vitest';
import { ciphersuite } from '../groups/index.ts';
import { SCHEMES } from '../keys/structure.ts';
import { seededRandom } from '../testing/seededRandom.ts';
import { generateNonces, type NoncePair } from './nonces.ts';

describe.each(SCHEMES)('nonces of %s', (scheme) => {
  const suite = ciphersuite(scheme);
  const { group } = suite;
  const fresh = () => generateNonces(suite, 5n, seededRandom('nonces'));

  test('the commitments are d·G and e·G', () => {
    const pair = fresh();
    const { hiding, binding } = pair.take();
    expect(pair.commitment.hiding.equals(group.generator.multiply(hiding))).toBe(true);
    expect(pair.commitment.binding.equals(group.generator.multiply(binding))).toBe(true);
  });

  test('attack 1: a pair is taken once', () => {
    const pair = fresh();
    pair.take();
    expect(() => pair.take()).toThrow('wiped');
  });

  test('a wiped pair cannot be taken', () => {
    const pair = fresh();
    pair.wipe();
    expect(() => pair.take()).toThrow('wiped');
  });

  test('attack 2: a copy of nonces, used or unused, signs nothing', () => {
    const pair = fresh();
    expect(Object.keys(pair)).toEqual(['commitment']);
    const copied = () => {
      const fields: Partial<NoncePair> = { ...pair };
      const twin: NoncePair = Object.assign(Object.create(Object.getPrototypeOf(pair)), pair);
      return { fields, twin };
    };
    const unused = copied();
    pair.take();
    const used = copied();
    for (const { fields, twin } of [unused, used]) {
      expect(fields.take).toBeUndefined();
      expect(() => twin.take()).toThrow(TypeError);
    }
  });

  test('attack 3: each nonce is drawn by itself, 32 bytes each', () => {
    const lengths: number[] = [];
    const random = seededRandom('independent');
    const recording = (length: number) => {
      lengths.push(length);
      return random(length);
    };
    const pairs = Array.from({ length: 4 }, () => generateNonces(suite, 5n, recording));
    expect(lengths).toEqual(Array.from({ length: 8 }, () => 32));
    const drawn = pairs.flatMap((pair) => Object.values(pair.take()));
    expect(new Set(drawn).size).toBe(8);
  });

  test('with a random source that repeats itself, another share still gives other nonces (§4.1)', () => {
    const stuck = (length: number) => new Uint8Array(length).fill(1);
    const [one, other] = [5n, 6n].map((share) => generateNonces(suite, share, stuck).take());
    expect(one?.hiding).not.toBe(other?.hiding);
  });

  test('a random source that draws short is refused', () => {
    expect(() => generateNonces(suite, 5n, () => new Uint8Array(16))).toThrow('asked for 32 random bytes, got 16');
  });

  test('the drawn bytes are wiped', () => {
    const drawn: Uint8Array[] = [];
    generateNonces(suite, 5n, (length) => {
      const bytes = new Uint8Array(length).fill(9);
      drawn.push(bytes);
      return bytes;
    });
    expect(drawn.flatMap((bytes) => [...bytes]).every((byte) => byte === 0)).toBe(true);
  });
});
