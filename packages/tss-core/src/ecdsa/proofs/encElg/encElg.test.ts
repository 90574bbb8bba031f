import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../testing/seededRandom.ts';
import { bitLength } from '../../arithmetic/integers.ts';
import { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import { RingPedersen } from '../../pedersen/ringPedersen.ts';
import { testProof } from '../../testing/battery.ts';
import { mutationsOf } from '../../testing/mutations.ts';
import { TEST_CONTEXT, testParty } from '../../testing/parties.ts';
import { attempt } from '../../testing/proofCase.ts';
import { TEST_SETTING } from '../../testing/settings.ts';
import { encElgInstance } from '../../testing/statements.ts';
import {
  type EncElgCommitments,
  type EncElgProof,
  type EncElgStatement,
  encElgChallenge,
  encElgProofCodec,
} from './encElg.ts';
import { commitEncElg, type EncElgMasks, encElgMasks, proveEncElg, respondEncElg } from './proveEncElg.ts';
import { encElgAccepts, verifyEncElg } from './verifyEncElg.ts';

const prover = testParty(TEST_SETTING, 1);
const verifier = testParty(TEST_SETTING, 2);
const { group, profile, modExp } = TEST_SETTING;

testProof<EncElgProof>('Πenc-elg', (setting) => {
  const random = seededRandom('enc-elg');
  const { statement, secret } = encElgInstance(setting, prover, verifier, random);
  return {
    setting,
    proof: proveEncElg(setting, TEST_CONTEXT, statement, secret, random),
    codec: encElgProofCodec(setting),
    verify: (proof, context = TEST_CONTEXT, other = setting) => verifyEncElg(other, context, statement, proof),
  };
});

const random = seededRandom('enc-elg statement');
const { statement, secret } = encElgInstance(TEST_SETTING, prover, verifier, random);

function isProven(claimed: EncElgStatement, known = secret): boolean {
  const proof = attempt(() => proveEncElg(TEST_SETTING, TEST_CONTEXT, claimed, known, random));
  return proof !== undefined && verifyEncElg(TEST_SETTING, TEST_CONTEXT, claimed, proof);
}

test('who knows secret keys and who does not accept and refuse alike', () => {
  const proof = proveEncElg(TEST_SETTING, TEST_CONTEXT, statement, secret, random);
  const N0s = [prover.paillier, prover.paillier.publicKey];
  const pedersens = [verifier.pedersen, verifier.pedersen.parameters];
  for (const N0 of N0s) {
    for (const pedersen of pedersens) {
      const seen = { ...statement, N0, pedersen };
      expect(verifyEncElg(TEST_SETTING, TEST_CONTEXT, seen, proof)).toBe(true);
      expect(verifyEncElg(TEST_SETTING, TEST_CONTEXT, seen, { ...proof, z3: proof.z3 + 1n })).toBe(false);
      expect(isProven(seen)).toBe(true);
    }
  }
});

test.each(mutationsOf(statement, group))('a statement with %s is refused', (_, wrong) => {
  const proof = proveEncElg(TEST_SETTING, TEST_CONTEXT, statement, secret, random);
  expect(verifyEncElg(TEST_SETTING, TEST_CONTEXT, wrong, proof)).toBe(false);
  expect(isProven(wrong)).toBe(false);
});

test('a statement about another modulus or other parameters is refused', () => {
  const proof = proveEncElg(TEST_SETTING, TEST_CONTEXT, statement, secret, random);
  const { modulus, s, t } = verifier.pedersen;
  const others = [
    { ...statement, N0: new PaillierPublicKey(verifier.paillier.modulus, modExp) },
    { ...statement, pedersen: prover.pedersen.parameters },
    { ...statement, pedersen: new RingPedersen(modulus, t, s, modExp) },
    { ...statement, pedersen: new RingPedersen(modulus, s, (t * t) % modulus, modExp) },
  ];
  for (const other of others) expect(verifyEncElg(TEST_SETTING, TEST_CONTEXT, other, proof)).toBe(false);
});

describe('a prover who is honest but for one commitment', () => {
  const masks = encElgMasks(TEST_SETTING, statement, random);
  const honest = commitEncElg(TEST_SETTING, statement, secret, masks);

  function isAccepted(commitments: EncElgCommitments): boolean {
    const e = encElgChallenge(TEST_SETTING, TEST_CONTEXT, statement, commitments);
    const proof = { ...commitments, ...respondEncElg(TEST_SETTING, statement, secret, masks, e) };
    return verifyEncElg(TEST_SETTING, TEST_CONTEXT, statement, proof);
  }

  test('is accepted without that', () => expect(isAccepted(honest)).toBe(true));

  test.each([
    ['enc₀(z1; z2) = D·C^e', { D: prover.paillier.add(honest.D, 1n + prover.paillier.modulus) }],
    ['A^w·g^z1 = Y·X^e', { Y: honest.Y.add(group.generator) }],
    ['g^w = Z·B^e', { Z: honest.Z.add(group.generator) }],
    ['s^z1·t^z3 = T·S^e, by T', { T: verifier.pedersen.units.multiply(honest.T, verifier.pedersen.t) }],
    ['s^z1·t^z3 = T·S^e, by S', { S: verifier.pedersen.units.multiply(honest.S, verifier.pedersen.t) }],
  ])('breaks %s alone, and is refused', (_, wrong) => {
    expect(isAccepted({ ...honest, ...wrong })).toBe(false);
  });
});

describe('attack 27: the ranges of z1 and z3', () => {
  const bound = 1n << BigInt(profile.ell + profile.epsilon);
  const ofT = verifier.pedersen.modulus << BigInt(profile.ell + profile.epsilon + 1);
  const e = 0xfeedn;

  /** A proof that satisfies every equation, with the wanted z1 and z3. */
  function isAccepted(z1: bigint, z3: bigint): boolean {
    const drawn = encElgMasks(TEST_SETTING, statement, random);
    const masks: EncElgMasks = { ...drawn, alpha: z1 - e * secret.x, gamma: z3 - e * drawn.mu };
    const commitments = commitEncElg(TEST_SETTING, statement, secret, masks);
    const proof = { ...commitments, ...respondEncElg(TEST_SETTING, statement, secret, masks, e) };
    expect([proof.z1, proof.z3]).toEqual([z1, z3]);
    return encElgAccepts(TEST_SETTING, statement, proof, e);
  }

  test('at ±2^(ℓ+ε) and ±2^(ℓ+ε+1)·N̂ they are accepted', () => {
    for (const sign of [1n, -1n, 0n]) expect(isAccepted(sign * bound, sign * ofT)).toBe(true);
  });

  test('one beyond, either is refused', () => {
    for (const z1 of [bound + 1n, -bound - 1n]) expect(isAccepted(z1, 0n)).toBe(false);
    for (const z3 of [ofT + 1n, -ofT - 1n]) expect(isAccepted(0n, z3)).toBe(false);
  });
});

test('a plaintext beyond ±2^(ℓ+ε) is refused', () => {
  for (const x of [
    1n << BigInt(profile.ell + profile.epsilon + 1),
    -(1n << BigInt(profile.ell + profile.epsilon + 1)),
  ]) {
    const large = encElgInstance(TEST_SETTING, prover, verifier, random, x);
    expect(isProven(large.statement, large.secret)).toBe(false);
  }
});

test('an answer that is not reduced is refused, though its residue would do', () => {
  const proof = proveEncElg(TEST_SETTING, TEST_CONTEXT, statement, secret, random);
  for (const z2 of [proof.z2 + prover.paillier.modulus, proof.z2 - prover.paillier.modulus]) {
    expect(verifyEncElg(TEST_SETTING, TEST_CONTEXT, statement, { ...proof, z2 })).toBe(false);
  }
});

test.each(['S', 'T', 'D'] as const)('%s that is not reduced is refused, though its residue would do', (name) => {
  const N = prover.paillier.modulus;
  const [modulus, bits] =
    name === 'D' ? [N * N, 2 * profile.modulusBits] : [verifier.pedersen.modulus, profile.modulusBits];
  for (;;) {
    const masks = encElgMasks(TEST_SETTING, statement, random);
    const honest = commitEncElg(TEST_SETTING, statement, secret, masks);
    const commitments = { ...honest, [name]: honest[name] + modulus };
    // As long as the profile allows, so that it can be hashed.
    if (bitLength(commitments[name]) > bits) continue;
    const e = encElgChallenge(TEST_SETTING, TEST_CONTEXT, statement, commitments);
    const proof = { ...commitments, ...respondEncElg(TEST_SETTING, statement, secret, masks, e) };
    expect(verifyEncElg(TEST_SETTING, TEST_CONTEXT, statement, proof)).toBe(false);
    return;
  }
});

describe('attack 29: what is no ciphertext', () => {
  const N = prover.paillier.modulus;
  const { p } = prover.paillier.reveal();
  const proof = proveEncElg(TEST_SETTING, TEST_CONTEXT, statement, secret, random);

  test.each([
    ['0', 0n],
    ['N²', N * N],
    ['a ciphertext plus N²', statement.C + N * N],
    ['a ciphertext minus N²', statement.C - N * N],
    ['N', N],
    ['a multiple of p', p * 12345n],
  ])('%s is refused, in the statement and in the proof', (_, wrong) => {
    expect(verifyEncElg(TEST_SETTING, TEST_CONTEXT, { ...statement, C: wrong }, proof)).toBe(false);
    expect(isProven({ ...statement, C: wrong })).toBe(false);
    expect(verifyEncElg(TEST_SETTING, TEST_CONTEXT, statement, { ...proof, D: wrong })).toBe(false);
  });
});
