import { describe, expect, test } from 'vitest';
import { Bug } from '../../../errors.ts';
import { seededRandom } from '../../../testing/seededRandom.ts';
import { bitLength } from '../../arithmetic/integers.ts';
import { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import { RingPedersen } from '../../pedersen/ringPedersen.ts';
import { testProof } from '../../testing/battery.ts';
import { mutationsOf } from '../../testing/mutations.ts';
import { TEST_CONTEXT, testParty } from '../../testing/parties.ts';
import { attempt } from '../../testing/proofCase.ts';
import { TEST_SETTING } from '../../testing/settings.ts';
import { affGInstance } from '../../testing/statements.ts';
import { type AffGCommitments, type AffGProof, type AffGStatement, affGChallenge, affGProofCodec } from './affG.ts';
import type { AffineSecret } from './affine.ts';
import { type AffGMasks, affGMasks, commitAffG, proveAffG, respondAffG } from './proveAffG.ts';
import { affGAccepts, verifyAffG } from './verifyAffG.ts';

const prover = testParty(TEST_SETTING, 1);
const verifier = testParty(TEST_SETTING, 2);
const { group, profile, modExp } = TEST_SETTING;
const { ell, ellPrime, epsilon } = profile;

testProof<AffGProof>('Πaff-g', (setting) => {
  const random = seededRandom('aff-g');
  const { statement, secret } = affGInstance(setting, prover, verifier, random);
  return {
    setting,
    proof: proveAffG(setting, TEST_CONTEXT, statement, secret, random),
    codec: affGProofCodec(setting),
    verify: (proof, context = TEST_CONTEXT, other = setting) => verifyAffG(other, context, statement, proof),
  };
});

const random = seededRandom('aff-g statement');
const { statement, secret } = affGInstance(TEST_SETTING, prover, verifier, random);
const proof = proveAffG(TEST_SETTING, TEST_CONTEXT, statement, secret, random);

function isProven(claimed: AffGStatement, known: AffineSecret = secret): boolean {
  const made = attempt(() => proveAffG(TEST_SETTING, TEST_CONTEXT, claimed, known, random));
  return made !== undefined && verifyAffG(TEST_SETTING, TEST_CONTEXT, claimed, made);
}

test('who knows secret keys and who does not accept and refuse alike', () => {
  const views: readonly AffGStatement[] = [
    // The prover, the verifier and a judge.
    statement,
    { ...statement, N0: verifier.paillier, N1: prover.paillier.publicKey, pedersen: verifier.pedersen },
    { ...statement, N1: prover.paillier.publicKey },
  ];
  for (const view of views) {
    expect(verifyAffG(TEST_SETTING, TEST_CONTEXT, view, proof)).toBe(true);
    expect(verifyAffG(TEST_SETTING, TEST_CONTEXT, view, { ...proof, z4: proof.z4 + 1n })).toBe(false);
    expect(isProven(view)).toBe(true);
  }
});

test.each(mutationsOf(statement, group))('a statement with %s is refused', (_, wrong) => {
  expect(verifyAffG(TEST_SETTING, TEST_CONTEXT, wrong, proof)).toBe(false);
  expect(isProven(wrong)).toBe(false);
});

test('a statement about another modulus or other parameters is refused', () => {
  const { modulus, s, t } = verifier.pedersen;
  const others = [
    { ...statement, N0: new PaillierPublicKey(verifier.pedersen.modulus, modExp) },
    { ...statement, N1: new PaillierPublicKey(prover.pedersen.modulus, modExp) },
    { ...statement, N0: statement.N1, N1: statement.N0 },
    { ...statement, pedersen: prover.pedersen.parameters },
    { ...statement, pedersen: new RingPedersen(modulus, t, s, modExp) },
  ];
  for (const other of others) expect(verifyAffG(TEST_SETTING, TEST_CONTEXT, other, proof)).toBe(false);
});

describe('a prover who is honest but for one commitment', () => {
  const masks = affGMasks(TEST_SETTING, statement, random);
  const honest = commitAffG(TEST_SETTING, statement, secret, masks);
  const { units, t } = verifier.pedersen;

  function isAccepted(commitments: AffGCommitments): boolean {
    const e = affGChallenge(TEST_SETTING, TEST_CONTEXT, statement, commitments);
    const made = { ...commitments, ...respondAffG(statement, secret, masks, e) };
    return verifyAffG(TEST_SETTING, TEST_CONTEXT, statement, made);
  }

  test('is accepted without that', () => expect(isAccepted(honest)).toBe(true));

  test.each([
    ['C^z1·enc₀(z2; w) = A·D^e', { A: statement.N0.add(honest.A, 1n + statement.N0.modulus) }],
    ['g^z1 = Bx·X^e', { Bx: honest.Bx.add(group.generator) }],
    ['enc₁(z2; w_y) = By·Y^e', { By: statement.N1.add(honest.By, 1n + statement.N1.modulus) }],
    ['s^z1·t^z3 = E·S^e, by E', { E: units.multiply(honest.E, t) }],
    ['s^z1·t^z3 = E·S^e, by S', { S: units.multiply(honest.S, t) }],
    ['s^z2·t^z4 = F·T^e, by F', { F: units.multiply(honest.F, t) }],
    ['s^z2·t^z4 = F·T^e, by T', { T: units.multiply(honest.T, t) }],
  ])('breaks %s alone, and is refused', (_, wrong) => {
    expect(isAccepted({ ...honest, ...wrong })).toBe(false);
  });
});

describe('attack 27: the ranges of z1, z2, z3 and z4', () => {
  const e = 0xfeedn;

  /** A proof that satisfies every equation, with the wanted answers. */
  function isAccepted(z1: bigint, z2: bigint, z3 = 0n, z4 = 0n): boolean {
    const drawn = affGMasks(TEST_SETTING, statement, random);
    const masks: AffGMasks = {
      ...drawn,
      alpha: z1 - e * secret.x,
      beta: z2 - e * secret.y,
      gamma: z3 - e * drawn.m,
      delta: z4 - e * drawn.mu,
    };
    const commitments = commitAffG(TEST_SETTING, statement, secret, masks);
    const made = { ...commitments, ...respondAffG(statement, secret, masks, e) };
    expect([made.z1, made.z2, made.z3, made.z4]).toEqual([z1, z2, z3, z4]);
    return affGAccepts(TEST_SETTING, statement, made, e);
  }

  const ofX = 1n << BigInt(ell + epsilon);
  const ofY = 1n << BigInt(ellPrime + epsilon);
  const ofT = verifier.pedersen.modulus << BigInt(ell + epsilon + 1);

  test('at ±2^(ℓ+ε), ±2^(ℓ′+ε) and ±2^(ℓ+ε+1)·N̂ they are accepted', () => {
    for (const sign of [1n, -1n, 0n]) {
      expect(isAccepted(sign * ofX, sign * ofY, sign * ofT, sign * ofT)).toBe(true);
    }
  });

  test('one beyond, any is refused', () => {
    for (const z1 of [ofX + 1n, -ofX - 1n]) expect(isAccepted(z1, 0n)).toBe(false);
    for (const z2 of [ofY + 1n, -ofY - 1n]) expect(isAccepted(0n, z2)).toBe(false);
    for (const z of [ofT + 1n, -ofT - 1n]) {
      expect(isAccepted(0n, 0n, z, 0n)).toBe(false);
      expect(isAccepted(0n, 0n, 0n, z)).toBe(false);
    }
  });
});

test('an answer that is not reduced is refused, though its residue would do', () => {
  const { w, wY } = proof;
  const [N0, N1] = [statement.N0.modulus, statement.N1.modulus];
  for (const other of [{ w: w + N0 }, { w: w - N0 }, { wY: wY + N1 }, { wY: wY - N1 }]) {
    expect(verifyAffG(TEST_SETTING, TEST_CONTEXT, statement, { ...proof, ...other })).toBe(false);
  }
});

const sizes = {
  residue: { modulus: verifier.pedersen.modulus, bits: profile.modulusBits },
  ofN0: { modulus: statement.N0.modulus ** 2n, bits: 2 * profile.modulusBits },
  ofN1: { modulus: statement.N1.modulus ** 2n, bits: 2 * profile.modulusBits },
};

test.each([
  ['A', sizes.ofN0],
  ['By', sizes.ofN1],
  ['E', sizes.residue],
  ['S', sizes.residue],
  ['F', sizes.residue],
  ['T', sizes.residue],
] as const)('%s that is not reduced is refused, though its residue would do', (name, { modulus, bits }) => {
  for (;;) {
    const masks = affGMasks(TEST_SETTING, statement, random);
    const honest = commitAffG(TEST_SETTING, statement, secret, masks);
    const commitments = { ...honest, [name]: honest[name] + modulus };
    // As long as the profile allows, so that it can be hashed.
    if (bitLength(commitments[name]) > bits) continue;
    const e = affGChallenge(TEST_SETTING, TEST_CONTEXT, statement, commitments);
    const made = { ...commitments, ...respondAffG(statement, secret, masks, e) };
    expect(verifyAffG(TEST_SETTING, TEST_CONTEXT, statement, made)).toBe(false);
    return;
  }
});

test.each(['C', 'D', 'Y'] as const)(
  'a statement with %s not reduced is refused, though its residue would do',
  (name) => {
    const { modulus, bits } = name === 'Y' ? sizes.ofN1 : sizes.ofN0;
    for (;;) {
      const drawn = affGInstance(TEST_SETTING, prover, verifier, random);
      const claimed = { ...drawn.statement, [name]: drawn.statement[name] + modulus };
      if (bitLength(claimed[name]) > bits) continue;
      expect(isProven(drawn.statement, drawn.secret)).toBe(true);
      expect(isProven(claimed, drawn.secret)).toBe(false);
      return;
    }
  },
);

describe('attack 28: α-rays', () => {
  // An oversized mask makes the receiver's plaintext wrap around N, and whether the signature fails tells of k.
  test.each([
    ['slightly', 1n << BigInt(ellPrime + epsilon + 1)],
    ['negative', -(1n << BigInt(ellPrime + epsilon + 1))],
    ['as large as N/2', verifier.paillier.modulus / 2n],
    ['N itself, which encrypts as zero', verifier.paillier.modulus],
  ])('an oversized β is refused: %s', (_, y) => {
    const large = affGInstance(TEST_SETTING, prover, verifier, random, secret.x, y);
    expect(isProven(large.statement, large.secret)).toBe(false);
  });

  test('an oversized multiplier is refused, also when it is the same scalar', () => {
    const x = secret.x + (group.order << BigInt(ell + epsilon));
    const large = affGInstance(TEST_SETTING, prover, verifier, random, x);
    expect(isProven(large.statement, large.secret)).toBe(false);
  });
});

describe('attack 29: what is no ciphertext', () => {
  const N0 = verifier.paillier.modulus;
  const N1 = prover.paillier.modulus;
  const bad = (N: bigint, factor: bigint, ciphertext: bigint) => [0n, N, N * N, ciphertext + N * N, factor * 12345n];

  test('is refused as C, D and A', () => {
    for (const wrong of bad(N0, verifier.paillier.reveal().p, statement.C)) {
      for (const field of ['C', 'D'] as const) {
        expect(isProven({ ...statement, [field]: wrong })).toBe(false);
        expect(verifyAffG(TEST_SETTING, TEST_CONTEXT, { ...statement, [field]: wrong }, proof)).toBe(false);
      }
      expect(verifyAffG(TEST_SETTING, TEST_CONTEXT, statement, { ...proof, A: wrong })).toBe(false);
    }
  });

  test('is refused as Y and By', () => {
    for (const wrong of bad(N1, prover.paillier.reveal().q, statement.Y)) {
      expect(isProven({ ...statement, Y: wrong })).toBe(false);
      expect(verifyAffG(TEST_SETTING, TEST_CONTEXT, statement, { ...proof, By: wrong })).toBe(false);
    }
  });
});

test('a verifier whose own secrets were wiped finds no proof false: it fails', () => {
  const { pedersen } = testParty(TEST_SETTING, 2);
  const verify = () => verifyAffG(TEST_SETTING, TEST_CONTEXT, { ...statement, pedersen }, proof);
  expect(verify()).toBe(true);
  pedersen.wipe();
  expect(verify).toThrow(Bug);
});
