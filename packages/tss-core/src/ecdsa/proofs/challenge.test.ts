import { describe, expect, test } from 'vitest';
import { TEST_CONTEXT } from '../testing/parties.ts';
import { OTHER_CONTEXTS } from '../testing/proofCase.ts';
import { TEST_SETTING, TEST_SETTING_P256 } from '../testing/settings.ts';
import { bitChallenge, challengeSeed, scalarChallenge, unitChallenge } from './challenge.ts';
import { ChallengeStream } from './challengeStream.ts';

const transcript = { kind: 'test', statement: Uint8Array.of(1, 2), commitments: Uint8Array.of(3) };
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const seed = challengeSeed(TEST_SETTING, TEST_CONTEXT, transcript);

describe('the seed of challenges', () => {
  test('differs with the kind of proof, the statement and the commitments, and where one ends', () => {
    const others = [
      { ...transcript, kind: 'other' },
      { ...transcript, statement: Uint8Array.of(1, 3) },
      { ...transcript, commitments: Uint8Array.of(4) },
      { ...transcript, statement: Uint8Array.of(1), commitments: Uint8Array.of(2, 3) },
      { ...transcript, statement: Uint8Array.of(1, 2, 3), commitments: new Uint8Array(0) },
    ];
    const seeds = others.map((other) => challengeSeed(TEST_SETTING, TEST_CONTEXT, other));
    expect(new Set([seed, ...seeds].map(hex)).size).toBe(6);
  });

  test.each(OTHER_CONTEXTS)('attack 19: differs with another %s', (_, context) => {
    expect(hex(challengeSeed(TEST_SETTING, context, transcript))).not.toBe(hex(seed));
  });

  test('differs with the curve and with every number of the profile', () => {
    const changed = Object.entries(TEST_SETTING.profile).map(([name, value]) => ({
      ...TEST_SETTING,
      profile: { ...TEST_SETTING.profile, [name]: typeof value === 'number' ? value + 1 : 'other' },
    }));
    for (const setting of [TEST_SETTING_P256, ...changed]) {
      expect(hex(challengeSeed(setting, TEST_CONTEXT, transcript))).not.toBe(hex(seed));
    }
  });
});

describe('challenges', () => {
  test('are read from one stream, in order', () => {
    const whole = new ChallengeStream(seed).read(100);
    const stream = new ChallengeStream(seed);
    const parts = [0, 1, 31, 32, 36].map((length) => stream.read(length));
    expect(hex(Buffer.concat(parts))).toBe(hex(whole));
  });

  test('as bits: the most significant first', () => {
    const bits = bitChallenge(seed, 20);
    const [first = 0, second = 0, third = 0] = new ChallengeStream(seed).read(3);
    const expected = [first, second, third].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    expect(bits.map(Number).join('')).toBe(expected.slice(0, 20));
  });

  test('as a scalar: below the order', () => {
    const { order } = TEST_SETTING.group;
    const e = scalarChallenge(seed, order);
    expect(e >= 0n && e < order).toBe(true);
    expect(e).not.toBe(
      scalarChallenge(
        seed.map((byte) => byte ^ 1),
        order,
      ),
    );
  });

  test('as units: below the modulus, without its factors, as many as asked', () => {
    // Two thirds of the residues modulo 15·… are no units: many draws are skipped.
    const modulus = 3n * 5n * 7n * 11n * 13n;
    const ys = unitChallenge(seed, modulus, 200);
    expect(ys).toHaveLength(200);
    for (const y of ys) {
      expect(y > 0n && y < modulus).toBe(true);
      expect([3n, 5n, 7n, 11n, 13n].every((prime) => y % prime !== 0n)).toBe(true);
    }
    expect(new Set(ys).size).toBeGreaterThan(190);
  });
});
