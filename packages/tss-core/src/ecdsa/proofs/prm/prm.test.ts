import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../testing/seededRandom.ts';
import { sampleBelow } from '../../arithmetic/sampling.ts';
import { RingPedersen } from '../../pedersen/ringPedersen.ts';
import { RingPedersenSecret } from '../../pedersen/ringPedersenSecret.ts';
import { primeFrom } from '../../testing/badModuli.ts';
import { testProof } from '../../testing/battery.ts';
import { TEST_CONTEXT, testParty } from '../../testing/parties.ts';
import { TEST_SETTING } from '../../testing/settings.ts';
import { bitChallenge } from '../challenge.ts';
import { SECRET } from '../masks.ts';
import { type PrmProof, type PrmSecret, prmProofCodec, prmSeed } from './prm.ts';
import { provePrm } from './provePrm.ts';
import { verifyPrm } from './verifyPrm.ts';

const { pedersen } = testParty(TEST_SETTING, 1);
const secret = pedersen.reveal();
const { profile, modExp } = TEST_SETTING;
const { repetitions } = profile;
const { modulus, s, t, units } = pedersen;
const random = seededRandom('prm');

testProof<PrmProof>('Πprm', (setting) => ({
  setting,
  proof: provePrm(setting, TEST_CONTEXT, { pedersen }, secret, seededRandom('prm')),
  codec: prmProofCodec(setting),
  verify: (proof, context = TEST_CONTEXT, other = setting) =>
    verifyPrm(other, context, { pedersen: pedersen.parameters }, proof),
}));

function isProven(claimed: RingPedersen, known: PrmSecret = secret): boolean {
  const proof = provePrm(TEST_SETTING, TEST_CONTEXT, { pedersen: claimed }, known, random);
  return verifyPrm(TEST_SETTING, TEST_CONTEXT, { pedersen: claimed }, proof);
}

test('who knows the secret parameters and who does not prove alike', () => {
  const own = provePrm(TEST_SETTING, TEST_CONTEXT, { pedersen }, secret, seededRandom('same'));
  const plain = provePrm(TEST_SETTING, TEST_CONTEXT, { pedersen: pedersen.parameters }, secret, seededRandom('same'));
  expect(own).toEqual(plain);
});

describe('attack 26: bad ring-Pedersen parameters', () => {
  const { p } = secret;
  const parameters = (badS: bigint, badT: bigint, badModulus = modulus) =>
    new RingPedersen(badModulus, badS, badT, modExp);

  test('s outside ⟨t⟩ is refused', () => {
    // −s, which differs from a power of t by an element of order two, and an unrelated number.
    expect(isProven(parameters(modulus - s, t))).toBe(false);
    expect(isProven(parameters(12345n, t))).toBe(false);
  });

  test.each([
    ['0', 0n],
    ['1', 1n],
    ['N̂−1', modulus - 1n],
    ['N̂', modulus],
    ['a multiple of p', p * 3n],
    ['above N̂', modulus + t],
    ['negative', -t],
  ])('s or t that is %s is refused', (_, bad) => {
    for (const wrong of [parameters(bad, t), parameters(s, bad), parameters(bad, bad)]) {
      const e = new Uint8Array(32);
      const forged: PrmProof = { challenge: e, z: Array.from({ length: repetitions }, () => 0n) };
      expect(verifyPrm(TEST_SETTING, TEST_CONTEXT, { pedersen: wrong }, forged)).toBe(false);
    }
    // What is at least a residue can be proven honestly, as t = s = 1 truly satisfies s = t^λ; refused all the same.
    if (bad > 0n && bad < modulus) {
      expect(isProven(parameters(bad, bad), { ...secret, lambda: 1n })).toBe(false);
    }
  });

  test('a modulus that is too short is refused, though the proof holds', () => {
    const q = primeFrom(3n << 254n, 3n, random);
    const short = new RingPedersenSecret({ p, q, t: 4n, lambda: 12345n }, modExp);
    expect(isProven(short, short.reveal())).toBe(false);
  });

  test('s or t that is not reduced is refused, though its residue would do', () => {
    const small = new RingPedersenSecret({ ...secret, t: 4n, lambda: 3n }, modExp);
    expect(isProven(small, small.reveal())).toBe(true);
    expect(isProven(parameters(64n + modulus, 4n), small.reveal())).toBe(false);
    expect(isProven(parameters(64n, 4n + modulus), small.reveal())).toBe(false);
  });

  test('an even modulus and one of another length are refused', () => {
    for (const wrong of [modulus - 1n, p, modulus * modulus, modulus >> 1n]) {
      const forged: PrmProof = { challenge: new Uint8Array(32), z: Array.from({ length: repetitions }, () => 1n) };
      const claimed = parameters(s % wrong, t % wrong, wrong);
      expect(verifyPrm(TEST_SETTING, TEST_CONTEXT, { pedersen: claimed }, forged)).toBe(false);
    }
  });
});

describe('attack 26: cheats of a prover whose s is −t^λ', () => {
  const wrong = new RingPedersen(modulus, modulus - s, t, modExp);

  /** Commits for a guess of the bits: right for A = t^z·s^−e under exactly that guess. */
  function forge(guess: readonly boolean[], z: readonly bigint[]): PrmProof {
    const inverse = wrong.units.invert(wrong.s);
    const A = z.map((exponent, i) => units.multiply(units.pow(t, exponent, SECRET), guess[i] ? inverse : 1n));
    return { challenge: prmSeed(TEST_SETTING, TEST_CONTEXT, { pedersen: wrong }, A), z };
  }

  const isAccepted = (proof: PrmProof) => verifyPrm(TEST_SETTING, TEST_CONTEXT, { pedersen: wrong }, proof);

  test('a right guess of every bit would be accepted, so nothing but the guess is refused', () => {
    let guess = Array.from({ length: repetitions }, () => false);
    let tries = 0;
    for (; ; tries++) {
      const z = guess.map(() => sampleBelow(secret.totient, random));
      const proof = forge(guess, z);
      const e = bitChallenge(proof.challenge, repetitions);
      const isRight = e.every((bit, i) => bit === guess[i]);
      expect(isAccepted(proof)).toBe(isRight);
      if (isRight || tries === 40) break;
      guess = [...e];
    }
  });

  test('fewer repetitions are refused (c-guess)', () => {
    for (const count of [0, 1, repetitions - 1, repetitions + 1]) {
      const guess = Array.from({ length: count }, () => false);
      const proof = forge(
        guess,
        guess.map(() => sampleBelow(secret.totient, random)),
      );
      expect(isAccepted(proof)).toBe(false);
      const honest = provePrm(
        { ...TEST_SETTING, profile: { ...profile, repetitions: count } },
        TEST_CONTEXT,
        { pedersen },
        secret,
        random,
      );
      expect(verifyPrm(TEST_SETTING, TEST_CONTEXT, { pedersen }, honest)).toBe(false);
    }
  });

  test('one repetition, repeated, is refused (c-guess)', () => {
    const exponent = sampleBelow(secret.totient, random);
    for (const bit of [false, true]) {
      const guess = Array.from({ length: repetitions }, () => bit);
      expect(
        isAccepted(
          forge(
            guess,
            guess.map(() => exponent),
          ),
        ),
      ).toBe(false);
    }
  });

  test('one answer to the challenge as a whole number is refused (c-split)', () => {
    const { totient, lambda } = secret;
    const a = sampleBelow(totient, random);
    const A = Array.from({ length: repetitions }, (_, i) => (i === 0 ? units.pow(t, a, SECRET) : 1n));
    const challenge = prmSeed(TEST_SETTING, TEST_CONTEXT, { pedersen: wrong }, A);
    const e = bitChallenge(challenge, repetitions).reduce((number, bit) => 2n * number + BigInt(bit), 0n);
    const z = A.map((_, i) => (i === 0 ? (a + e * lambda) % totient : 0n));
    expect(isAccepted({ challenge, z })).toBe(false);
  });

  test('answers outside 0..N̂−1 are refused', () => {
    const proof = provePrm(TEST_SETTING, TEST_CONTEXT, { pedersen }, secret, random);
    const [first = 0n, ...others] = proof.z;
    const shifted = [first + secret.totient * 2n, first - secret.totient];
    for (const z of shifted) {
      // The same power of t, as its order divides φ(N̂).
      expect(units.pow(t, z, SECRET)).toBe(units.pow(t, first, SECRET));
      expect(verifyPrm(TEST_SETTING, TEST_CONTEXT, { pedersen }, { ...proof, z: [z, ...others] })).toBe(false);
    }
  });
});
