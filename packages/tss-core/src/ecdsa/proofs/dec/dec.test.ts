import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../testing/seededRandom.ts';
import { bitLength } from '../../arithmetic/integers.ts';
import { decPlaintextBits, PROFILE_2048 } from '../../parameters.ts';
import { testProof } from '../../testing/battery.ts';
import { mutationsOf } from '../../testing/mutations.ts';
import { TEST_CONTEXT, testParty } from '../../testing/parties.ts';
import { attempt } from '../../testing/proofCase.ts';
import { TEST_SETTING } from '../../testing/settings.ts';
import { decInstance } from '../../testing/statements.ts';
import { bitChallenge } from '../challenge.ts';
import { type DecCommitment, type DecProof, type DecStatement, decProofCodec, decSeed } from './dec.ts';
import { commitDec, type DecMask, decMasks, proveDec, proveDecWith, respondDec } from './proveDec.ts';
import { verifyDec } from './verifyDec.ts';

const prover = testParty(TEST_SETTING, 1);
const { group, profile } = TEST_SETTING;
const { ell, epsilon, repetitions } = profile;
const plaintextBits = decPlaintextBits(profile);

testProof<DecProof>('Πdec', (setting) => {
  const random = seededRandom('dec');
  const { statement, secret } = decInstance(setting, prover, random);
  return {
    setting,
    proof: proveDec(setting, TEST_CONTEXT, statement, secret, random),
    codec: decProofCodec(setting),
    verify: (proof, context = TEST_CONTEXT, other = setting) => verifyDec(other, context, statement, proof),
  };
});

const random = seededRandom('dec statement');
const { statement, secret } = decInstance(TEST_SETTING, prover, random);

function isProven(claimed: DecStatement, known = secret): boolean {
  const proof = attempt(() => proveDec(TEST_SETTING, TEST_CONTEXT, claimed, known, random));
  return proof !== undefined && verifyDec(TEST_SETTING, TEST_CONTEXT, claimed, proof);
}

test('a judge with the public key accepts what the prover with the secret one made', () => {
  const proof = proveDec(TEST_SETTING, TEST_CONTEXT, statement, secret, random);
  const judge = { ...statement, N0: prover.paillier.publicKey };
  expect(verifyDec(TEST_SETTING, TEST_CONTEXT, judge, proof)).toBe(true);
  expect(isProven(judge)).toBe(true);
});

test('sums of as many masks as a key may have signers, each as large as Πaff-g accepts, are proven', () => {
  const masks = 254n << BigInt(profile.ellPrime + epsilon + 1);
  for (const sum of [masks, -masks]) {
    const large = decInstance(TEST_SETTING, prover, random, sum);
    expect(isProven(large.statement, large.secret)).toBe(true);
  }
});

test.each(mutationsOf(statement, group))('a statement with %s is refused', (_, wrong) => {
  expect(isProven(wrong)).toBe(false);
});

test('a plaintext that differs by N is refused: it encrypts alike and is another scalar', () => {
  const y = secret.y + prover.paillier.modulus;
  const S = statement.base.multiply(group.reduce(y));
  expect(isProven({ ...statement, S }, { ...secret, y })).toBe(false);
});

test('nothing is accepted in a profile whose modulus is too short for Πdec', () => {
  const short = { ...TEST_SETTING, profile: { ...profile, ellPrime: 400 } };
  const proof = proveDec(short, TEST_CONTEXT, statement, secret, random);
  expect(verifyDec(short, TEST_CONTEXT, statement, proof)).toBe(false);
  expect(PROFILE_2048.modulusBits).toBeLessThan(decPlaintextBits(PROFILE_2048) + PROFILE_2048.epsilon + 2);
});

describe('a prover who is honest but for one commitment of one repetition', () => {
  const masks = decMasks(TEST_SETTING, statement, random);
  const commitments = commitDec(TEST_SETTING, statement, masks);
  const [first, ...others] = commitments;
  if (!first) throw new Error('no repetitions');

  function isAccepted(changed: DecCommitment): boolean {
    const challenge = decSeed(TEST_SETTING, TEST_CONTEXT, statement, [changed, ...others]);
    const e = bitChallenge(challenge, masks.length);
    const responses = masks.map((mask, i) => respondDec(statement, secret, mask, e[i] === true));
    return verifyDec(TEST_SETTING, TEST_CONTEXT, statement, { challenge, responses });
  }

  test('is accepted without that', () => expect(isAccepted(first)).toBe(true));

  test.each([
    ['enc₀(w; ν)·K^−z = A·D^e', { A: statement.N0.add(first.A, 1n + statement.N0.modulus) }],
    ['base^w = B·S^e', { B: first.B.add(group.generator) }],
    ['g^z = C·X^e', { C: first.C.add(group.generator) }],
  ])('breaks %s alone, and is refused', (_, wrong) => {
    expect(isAccepted({ ...first, ...wrong })).toBe(false);
  });
});

describe('attack 27: the ranges of z and w', () => {
  const ofX = 1n << BigInt(ell + epsilon);
  const ofY = 1n << BigInt(plaintextBits + epsilon);

  /** Answers the first bit with the wanted values, drawing again until the bit is the guessed one. */
  function isAccepted(z: bigint, w: bigint, guess: boolean): boolean {
    const mask = { alpha: guess ? z - secret.x : z, beta: guess ? w - secret.y : w };
    for (;;) {
      const [first, ...others] = decMasks(TEST_SETTING, statement, random);
      if (!first) throw new Error('no repetitions');
      const masks: readonly DecMask[] = [{ ...first, ...mask }, ...others];
      const proof = proveDecWith(TEST_SETTING, TEST_CONTEXT, statement, secret, masks);
      if (bitChallenge(proof.challenge, repetitions)[0] !== guess) continue;
      expect(proof.responses[0]).toMatchObject({ z, w });
      return verifyDec(TEST_SETTING, TEST_CONTEXT, statement, proof);
    }
  }

  test.each([false, true])('at their ends they are accepted, under bit %s', (bit) => {
    expect(isAccepted(ofX, ofY, bit)).toBe(true);
    expect(isAccepted(-ofX, -ofY, bit)).toBe(true);
  });

  test.each([false, true])('one beyond, either is refused, under bit %s', (bit) => {
    expect(isAccepted(ofX + 1n, 1n, bit)).toBe(false);
    expect(isAccepted(-ofX - 1n, 1n, bit)).toBe(false);
    expect(isAccepted(1n, ofY + 1n, bit)).toBe(false);
    expect(isAccepted(1n, -ofY - 1n, bit)).toBe(false);
  });
});

test('an answer that is not reduced is refused, though its residue would do', () => {
  const proof = proveDec(TEST_SETTING, TEST_CONTEXT, statement, secret, random);
  const [first, ...others] = proof.responses;
  if (!first) throw new Error('no responses');
  const responses = [{ ...first, nu: first.nu + prover.paillier.modulus }, ...others];
  expect(verifyDec(TEST_SETTING, TEST_CONTEXT, statement, { ...proof, responses })).toBe(false);
});

test('attack 29: what is no ciphertext is refused', () => {
  const N = prover.paillier.modulus;
  for (const wrong of [0n, N, N * N, statement.K + N * N, prover.paillier.reveal().q * 7n]) {
    expect(isProven({ ...statement, K: wrong })).toBe(false);
    expect(isProven({ ...statement, D: wrong })).toBe(false);
  }
});

test.each(['K', 'D'] as const)('attack 29: %s that is not reduced is refused, though its residue would do', (name) => {
  for (;;) {
    const drawn = decInstance(TEST_SETTING, prover, random);
    const claimed = { ...drawn.statement, [name]: drawn.statement[name] + prover.paillier.modulus ** 2n };
    // As long as the profile allows, so that it can be hashed.
    if (bitLength(claimed[name]) > 2 * profile.modulusBits) continue;
    expect(isProven(drawn.statement, drawn.secret)).toBe(true);
    expect(isProven(claimed, drawn.secret)).toBe(false);
    return;
  }
});

test('fewer or more repetitions are refused (c-guess)', () => {
  const prove = (count: number) => {
    const masks = [0, 1].flatMap(() => decMasks(TEST_SETTING, statement, random));
    return proveDecWith(TEST_SETTING, TEST_CONTEXT, statement, secret, masks.slice(0, count));
  };
  const { repetitions } = profile;
  for (const count of [0, 1, repetitions - 1, repetitions + 1]) {
    const proof = prove(count);
    expect(proof.responses).toHaveLength(count);
    expect(verifyDec(TEST_SETTING, TEST_CONTEXT, statement, proof)).toBe(false);
  }
  expect(verifyDec(TEST_SETTING, TEST_CONTEXT, statement, prove(repetitions))).toBe(true);
});
