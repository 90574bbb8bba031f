import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../testing/seededRandom.ts';
import { bitLength, integerSqrt } from '../../arithmetic/integers.ts';
import { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import { RingPedersen } from '../../pedersen/ringPedersen.ts';
import { testProof } from '../../testing/battery.ts';
import { TEST_CONTEXT, testParty } from '../../testing/parties.ts';
import { SAFE_PRIMES_512 } from '../../testing/primes.ts';
import { attempt } from '../../testing/proofCase.ts';
import { TEST_SETTING } from '../../testing/settings.ts';
import { facInstance } from '../../testing/statements.ts';
import { type FacCommitments, type FacProof, facChallenge, facProofCodec } from './fac.ts';
import { commitFac, type FacMasks, facMasks, proveFac, respondFac } from './proveFac.ts';
import { facAccepts, verifyFac } from './verifyFac.ts';

const prover = testParty(TEST_SETTING, 1);
const verifier = testParty(TEST_SETTING, 2);
const { profile, modExp } = TEST_SETTING;
const { statement, secret } = facInstance(prover, verifier);
const random = seededRandom('fac');

testProof<FacProof>('Πfac', (setting) => ({
  setting,
  proof: proveFac(setting, TEST_CONTEXT, statement, secret, seededRandom('fac')),
  codec: facProofCodec(setting),
  verify: (proof, context = TEST_CONTEXT, other = setting) => verifyFac(other, context, statement, proof),
}));

test('who knows secret keys and who does not accept and refuse alike', () => {
  const proof = proveFac(TEST_SETTING, TEST_CONTEXT, statement, secret, random);
  const judge = { ...statement, N0: prover.paillier.publicKey };
  for (const view of [statement, judge, { ...judge, pedersen: verifier.pedersen }]) {
    expect(verifyFac(TEST_SETTING, TEST_CONTEXT, view, proof)).toBe(true);
    expect(verifyFac(TEST_SETTING, TEST_CONTEXT, view, { ...proof, v: proof.v + 1n })).toBe(false);
  }
});

test('a statement about another modulus or other parameters is refused', () => {
  const proof = proveFac(TEST_SETTING, TEST_CONTEXT, statement, secret, random);
  const { modulus, s, t } = verifier.pedersen;
  const others = [
    { ...statement, N0: verifier.paillier.publicKey },
    { ...statement, pedersen: prover.pedersen.parameters },
    { ...statement, pedersen: new RingPedersen(modulus, t, s, modExp) },
  ];
  for (const other of others) expect(verifyFac(TEST_SETTING, TEST_CONTEXT, other, proof)).toBe(false);
});

describe('a prover who is honest but for one commitment', () => {
  const masks = facMasks(TEST_SETTING, statement, random);
  const honest = commitFac(statement, secret, masks);
  const { units, t } = verifier.pedersen;

  function isAccepted(commitments: FacCommitments): boolean {
    const e = facChallenge(TEST_SETTING, TEST_CONTEXT, statement, commitments);
    return verifyFac(TEST_SETTING, TEST_CONTEXT, statement, { ...commitments, ...respondFac(secret, masks, e) });
  }

  test('is accepted without that', () => expect(isAccepted(honest)).toBe(true));

  test.each([
    ['s^z1·t^w1 = A·P^e, by A', { A: units.multiply(honest.A, t) }],
    ['s^z1·t^w1 = A·P^e, by P', { P: units.multiply(honest.P, t) }],
    ['s^z2·t^w2 = B·Q^e', { B: units.multiply(honest.B, t) }],
    ['Q^z1·t^v = T·R^e', { T: units.multiply(honest.T, t) }],
  ])('breaks %s alone, and is refused', (_, wrong) => {
    expect(isAccepted({ ...honest, ...wrong })).toBe(false);
  });

  test('breaks Q^z1·t^v = T·R^e with factors of another number, and is refused', () => {
    const [p = 0n, q = 0n] = SAFE_PRIMES_512.slice(4);
    const other = { p, q };
    const commitments = commitFac(statement, other, masks);
    const e = facChallenge(TEST_SETTING, TEST_CONTEXT, statement, commitments);
    const proof = { ...commitments, ...respondFac(other, masks, e) };
    expect(verifyFac(TEST_SETTING, TEST_CONTEXT, statement, proof)).toBe(false);
  });
});

test.each(['P', 'Q', 'A', 'B', 'T'] as const)(
  '%s that is not reduced is refused, though its residue would do',
  (name) => {
    for (;;) {
      const masks = facMasks(TEST_SETTING, statement, random);
      const honest = commitFac(statement, secret, masks);
      const commitments = { ...honest, [name]: honest[name] + verifier.pedersen.modulus };
      // As long as the profile allows, so that it can be hashed.
      if (bitLength(commitments[name]) > profile.modulusBits) continue;
      const e = facChallenge(TEST_SETTING, TEST_CONTEXT, statement, commitments);
      const proof = { ...commitments, ...respondFac(secret, masks, e) };
      expect(verifyFac(TEST_SETTING, TEST_CONTEXT, statement, proof)).toBe(false);
      return;
    }
  },
);

describe('attack 27: the ranges of z1, z2, w1, w2 and v', () => {
  const slack = BigInt(profile.ell + profile.epsilon);
  const bounds = {
    z: integerSqrt(prover.paillier.modulus) << slack,
    w: verifier.pedersen.modulus << (slack + 1n),
    v: (prover.paillier.modulus * verifier.pedersen.modulus) << (slack + 1n),
  };
  const e = 0xfeedn;
  const zero = { z1: 0n, z2: 0n, w1: 0n, w2: 0n, v: 0n };

  /** A proof that satisfies every equation, with the wanted answers. */
  function isAccepted(wanted: typeof zero): boolean {
    const { mu, nu } = facMasks(TEST_SETTING, statement, random);
    const { p, q } = secret;
    const masks: FacMasks = {
      ...{ mu, nu },
      ...{ alpha: wanted.z1 - e * p, beta: wanted.z2 - e * q },
      ...{ x: wanted.w1 - e * mu, y: wanted.w2 - e * nu, r: wanted.v + e * nu * p },
    };
    const proof = { ...commitFac(statement, secret, masks), ...respondFac(secret, masks, e) };
    expect(proof).toMatchObject(wanted);
    return facAccepts(TEST_SETTING, statement, proof, e);
  }

  test('at ±√N₀·2^(ℓ+ε), ±2^(ℓ+ε+1)·N̂ and ±2^(ℓ+ε+1)·N₀·N̂ they are accepted', () => {
    for (const sign of [1n, -1n, 0n]) {
      const [z, w, v] = [sign * bounds.z, sign * bounds.w, sign * bounds.v];
      expect(isAccepted({ z1: z, z2: z, w1: w, w2: w, v })).toBe(true);
    }
  });

  test.each([
    ['z1', bounds.z],
    ['z2', bounds.z],
    ['w1', bounds.w],
    ['w2', bounds.w],
    ['v', bounds.v],
  ])('one beyond, %s is refused', (name, bound) => {
    for (const beyond of [bound + 1n, -bound - 1n]) expect(isAccepted({ ...zero, [name]: beyond })).toBe(false);
  });
});

describe('attack 24: a modulus with a small factor', () => {
  const large = SAFE_PRIMES_512[0] ?? 0n;

  function isProven(p: bigint, q: bigint): boolean {
    const claimed = { ...statement, N0: new PaillierPublicKey(p * q, modExp) };
    const proof = attempt(() => proveFac(TEST_SETTING, TEST_CONTEXT, claimed, { p, q }, random));
    return proof !== undefined && verifyFac(TEST_SETTING, TEST_CONTEXT, claimed, proof);
  }

  /** A number that makes the product with `factor` exactly as long as the profile asks. */
  function cofactor(factor: bigint): bigint {
    return ((1n << BigInt(profile.modulusBits)) - 1n) / factor;
  }

  test.each([
    ['3', 3n],
    ['16 bits', 65_521n],
    ['64 bits', (1n << 64n) - 59n],
    ['150 bits', (1n << 150n) - 3n],
  ])('of %s is refused, whichever of the factors it is', (_, small) => {
    expect(bitLength(small * cofactor(small))).toBe(profile.modulusBits);
    expect(isProven(small, cofactor(small))).toBe(false);
    expect(isProven(cofactor(small), small)).toBe(false);
  });

  test('a trivial factorisation is refused', () => {
    expect(isProven(1n, cofactor(1n))).toBe(false);
    expect(isProven(-1n, -cofactor(1n))).toBe(false);
  });

  test('a short modulus is refused, however balanced, and a long one', () => {
    expect(isProven(large, (1n << 500n) + 1n)).toBe(false);
    expect(isProven(large, (1n << 513n) + 1n)).toBe(false);
  });
});
