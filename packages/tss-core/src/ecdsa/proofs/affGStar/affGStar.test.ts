import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../testing/seededRandom.ts';
import { bitLength } from '../../arithmetic/integers.ts';
import { testProof } from '../../testing/battery.ts';
import { mutationsOf } from '../../testing/mutations.ts';
import { TEST_CONTEXT, testParty } from '../../testing/parties.ts';
import { attempt } from '../../testing/proofCase.ts';
import { TEST_SETTING } from '../../testing/settings.ts';
import { affGInstance } from '../../testing/statements.ts';
import type { AffineStatement } from '../affG/affine.ts';
import { bitChallenge } from '../challenge.ts';
import { type AffGStarCommitment, type AffGStarProof, affGStarProofCodec, affGStarSeed } from './affGStar.ts';
import {
  type AffGStarMask,
  affGStarMasks,
  commitAffGStar,
  proveAffGStar,
  proveAffGStarWith,
  respondAffGStar,
} from './proveAffGStar.ts';
import { verifyAffGStar } from './verifyAffGStar.ts';

const prover = testParty(TEST_SETTING, 1);
const verifier = testParty(TEST_SETTING, 2);
const { group, profile } = TEST_SETTING;
const { ell, ellPrime, epsilon, repetitions } = profile;

testProof<AffGStarProof>('Πaff-g*', (setting) => {
  const random = seededRandom('aff-g*');
  const { statement, secret } = affGInstance(setting, prover, verifier, random);
  return {
    setting,
    proof: proveAffGStar(setting, TEST_CONTEXT, statement, secret, random),
    codec: affGStarProofCodec(setting),
    verify: (proof, context = TEST_CONTEXT, other = setting) => verifyAffGStar(other, context, statement, proof),
  };
});

const random = seededRandom('aff-g* statement');
const { statement: asProver, secret } = affGInstance(TEST_SETTING, prover, verifier, random);
// With both secret keys it is faster, and the same.
const statement: AffineStatement = { ...asProver, N0: verifier.paillier };

function isProven(claimed: AffineStatement, known = secret): boolean {
  const proof = attempt(() => proveAffGStar(TEST_SETTING, TEST_CONTEXT, claimed, known, random));
  return proof !== undefined && verifyAffGStar(TEST_SETTING, TEST_CONTEXT, claimed, proof);
}

test('who knows secret keys and who does not accept alike', () => {
  const proof = proveAffGStar(TEST_SETTING, TEST_CONTEXT, statement, secret, random);
  const judge = { ...asProver, N1: prover.paillier.publicKey };
  for (const view of [statement, asProver, judge]) {
    expect(verifyAffGStar(TEST_SETTING, TEST_CONTEXT, view, proof)).toBe(true);
  }
});

test.each(mutationsOf(statement, group))('a statement with %s is refused', (_, wrong) => {
  expect(isProven(wrong)).toBe(false);
});

describe('a prover who is honest but for one commitment of one repetition', () => {
  const masks = affGStarMasks(TEST_SETTING, statement, random);
  const commitments = commitAffGStar(TEST_SETTING, statement, masks);
  const [first, ...others] = commitments;
  if (!first) throw new Error('no repetitions');

  function isAccepted(changed: AffGStarCommitment): boolean {
    const challenge = affGStarSeed(TEST_SETTING, TEST_CONTEXT, statement, [changed, ...others]);
    const e = bitChallenge(challenge, masks.length);
    const responses = masks.map((mask, i) => respondAffGStar(statement, secret, mask, e[i] === true));
    return verifyAffGStar(TEST_SETTING, TEST_CONTEXT, statement, { challenge, responses });
  }

  test('is accepted without that', () => expect(isAccepted(first)).toBe(true));

  test.each([
    ['C^z·enc₀(z′; w) = A·D^e', { A: statement.N0.add(first.A, 1n + statement.N0.modulus) }],
    ['g^z = R·X^e', { R: first.R.add(group.generator) }],
    ['enc₁(z′; λ) = B·Y^e', { B: statement.N1.add(first.B, 1n + statement.N1.modulus) }],
  ])('breaks %s alone, and is refused', (_, wrong) => {
    expect(isAccepted({ ...first, ...wrong })).toBe(false);
  });
});

describe('attack 27: the ranges of z and z′', () => {
  const ofX = 1n << BigInt(ell + epsilon);
  const ofY = 1n << BigInt(ellPrime + epsilon);

  /** Answers the first bit with the wanted values, drawing again until the bit is the guessed one. */
  function isAccepted(z: bigint, zY: bigint, guess: boolean): boolean {
    const mask = { alpha: guess ? z - secret.x : z, beta: guess ? zY - secret.y : zY };
    for (;;) {
      const [first, ...others] = affGStarMasks(TEST_SETTING, statement, random);
      if (!first) throw new Error('no repetitions');
      const masks: readonly AffGStarMask[] = [{ ...first, ...mask }, ...others];
      const proof = proveAffGStarWith(TEST_SETTING, TEST_CONTEXT, statement, secret, masks);
      if (bitChallenge(proof.challenge, repetitions)[0] !== guess) continue;
      expect(proof.responses[0]).toMatchObject({ z, zY });
      return verifyAffGStar(TEST_SETTING, TEST_CONTEXT, statement, proof);
    }
  }

  test.each([false, true])('at ±2^(ℓ+ε) and ±2^(ℓ′+ε) they are accepted, under bit %s', (bit) => {
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
  const proof = proveAffGStar(TEST_SETTING, TEST_CONTEXT, statement, secret, random);
  const [first, ...others] = proof.responses;
  if (!first) throw new Error('no responses');
  for (const other of [{ w: first.w + statement.N0.modulus }, { wY: first.wY + statement.N1.modulus }]) {
    const changed = { ...proof, responses: [{ ...first, ...other }, ...others] };
    expect(verifyAffGStar(TEST_SETTING, TEST_CONTEXT, statement, changed)).toBe(false);
  }
});

test('attack 28: an oversized β is refused', () => {
  for (const y of [1n << BigInt(ellPrime + epsilon + 1), -verifier.paillier.modulus / 2n, verifier.paillier.modulus]) {
    const large = affGInstance(TEST_SETTING, prover, verifier, random, secret.x, y);
    expect(isProven(large.statement, large.secret)).toBe(false);
  }
});

test('attack 29: what is no ciphertext is refused', () => {
  const N0 = verifier.paillier.modulus;
  const N1 = prover.paillier.modulus;
  for (const wrong of [0n, N0, N0 * N0, verifier.paillier.reveal().p * 7n]) {
    expect(isProven({ ...statement, C: wrong })).toBe(false);
    expect(isProven({ ...statement, D: wrong })).toBe(false);
  }
  for (const wrong of [0n, N1, N1 * N1, prover.paillier.reveal().p * 7n]) {
    expect(isProven({ ...statement, Y: wrong })).toBe(false);
  }
});

test.each(['C', 'D', 'Y'] as const)(
  'attack 29: %s that is not reduced is refused, though its residue would do',
  (name) => {
    const modulus = (name === 'Y' ? prover : verifier).paillier.modulus ** 2n;
    for (;;) {
      const drawn = affGInstance(TEST_SETTING, prover, verifier, random);
      const claimed = { ...drawn.statement, [name]: drawn.statement[name] + modulus };
      // As long as the profile allows, so that it can be hashed.
      if (bitLength(claimed[name]) > 2 * profile.modulusBits) continue;
      expect(isProven(drawn.statement, drawn.secret)).toBe(true);
      expect(isProven(claimed, drawn.secret)).toBe(false);
      return;
    }
  },
);

test('fewer or more repetitions are refused (c-guess)', () => {
  const prove = (count: number) => {
    const masks = [0, 1].flatMap(() => affGStarMasks(TEST_SETTING, statement, random));
    return proveAffGStarWith(TEST_SETTING, TEST_CONTEXT, statement, secret, masks.slice(0, count));
  };
  for (const count of [0, 1, repetitions - 1, repetitions + 1]) {
    const proof = prove(count);
    expect(proof.responses).toHaveLength(count);
    expect(verifyAffGStar(TEST_SETTING, TEST_CONTEXT, statement, proof)).toBe(false);
  }
  expect(verifyAffGStar(TEST_SETTING, TEST_CONTEXT, statement, prove(repetitions))).toBe(true);
});

test('repeating one repetition does not spare the others (c-guess)', () => {
  const [only] = affGStarMasks(TEST_SETTING, statement, random);
  if (!only) throw new Error('no repetitions');
  // A cheat who knows no y for Y can prepare for one bit only; with equal repetitions it would need equal bits.
  const wrong = { ...statement, Y: prover.paillier.encrypt(secret.y + 1n, secret.rhoY) };
  const masks = Array.from({ length: repetitions }, () => only);
  const proof = proveAffGStarWith(TEST_SETTING, TEST_CONTEXT, wrong, secret, masks);
  expect(verifyAffGStar(TEST_SETTING, TEST_CONTEXT, wrong, proof)).toBe(false);
});
