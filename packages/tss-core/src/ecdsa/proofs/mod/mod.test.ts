import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../testing/seededRandom.ts';
import { bigintModExp } from '../../arithmetic/bigintModExp.ts';
import { gcd, inverse, jacobi } from '../../arithmetic/divisibility.ts';
import { bitLength, mod } from '../../arithmetic/integers.ts';
import { isProbablePrime } from '../../arithmetic/primality.ts';
import { sampleBelow, sampleUnit } from '../../arithmetic/sampling.ts';
import {
  bestAnswers,
  completing,
  manyPrimes,
  nonResidue,
  type PrimePower,
  powersOf,
  primeFrom,
  productOf,
} from '../../testing/badModuli.ts';
import { testProof } from '../../testing/battery.ts';
import { TEST_CONTEXT, testParty } from '../../testing/parties.ts';
import { SAFE_PRIMES_512, SAFE_PRIMES_1024 } from '../../testing/primes.ts';
import { TEST_SETTING } from '../../testing/settings.ts';
import { type ModProof, type ModResponse, modChallenge, modProofCodec, modRepetitions } from './mod.ts';
import { proveMod, respondMod } from './proveMod.ts';
import { verifyMod } from './verifyMod.ts';

const { paillier } = testParty(TEST_SETTING, 1);
const secret = paillier.reveal();
const N = paillier.modulus;
const { profile } = TEST_SETTING;
const random = seededRandom('mod');

testProof<ModProof>('Πmod', (setting) => ({
  setting,
  proof: proveMod(setting, TEST_CONTEXT, { N }, secret, seededRandom('mod')),
  codec: modProofCodec(setting),
  verify: (proof, context = TEST_CONTEXT, other = setting) => verifyMod(other, context, { N }, proof),
}));

const isAccepted = (proof: ModProof, modulus = N) => verifyMod(TEST_SETTING, TEST_CONTEXT, { N: modulus }, proof);

test('a proof of another modulus is refused', () => {
  const other = testParty(TEST_SETTING, 2).paillier.modulus;
  expect(isAccepted(proveMod(TEST_SETTING, TEST_CONTEXT, { N }, secret, random), other)).toBe(false);
});

test('the fourth roots are squares, so that two proofs never show two roots of one number', () => {
  const { responses } = proveMod(TEST_SETTING, TEST_CONTEXT, { N }, secret, random);
  for (const { x } of responses) {
    expect([jacobi(x, secret.p), jacobi(x, secret.q)]).toEqual([1, 1]);
  }
});

describe('attack 25: CVE-2025-66016', () => {
  test('w = 0 and x = 0 satisfy both equations for a product of sixteen small primes, and are refused', () => {
    const powers = powersOf(...manyPrimes(16, profile.modulusBits, random));
    const modulus = productOf(powers);
    const totient = powers.reduce((product, { prime }) => product * (prime - 1n), 1n);
    const inverseOfN = inverse(modulus, totient);
    if (inverseOfN === undefined) throw new Error('gcd(N, φ(N)) is not 1: take another seed');
    for (const w of [0n, modulus]) {
      const ys = modChallenge(TEST_SETTING, TEST_CONTEXT, { N: modulus }, { w });
      const responses = ys.map((y): ModResponse => {
        const z = bigintModExp.pow(y, inverseOfN, modulus, { secret: false });
        // What the text of 2021 checks: z^N = y, and x⁴ = ±w·y as 0 = 0.
        expect(bigintModExp.pow(z, modulus, modulus, { secret: false })).toBe(y);
        expect(mod(w * y, modulus)).toBe(0n);
        return { x: 0n, a: false, b: true, z };
      });
      expect(isAccepted({ w, responses }, modulus)).toBe(false);
    }
  });

  const answer = (w: bigint): ModProof => {
    const ys = modChallenge(TEST_SETTING, TEST_CONTEXT, { N }, { w });
    return { w, responses: respondMod(TEST_SETTING, secret, mod(w, N), ys) };
  };

  /** A w of the wanted kind whose challenges all have answers without it: nothing but w is wrong with the proof. */
  function flawlessBut(draw: () => bigint): ModProof {
    for (;;) {
      const w = draw();
      const ys = modChallenge(TEST_SETTING, TEST_CONTEXT, { N }, { w });
      if (ys.every((y) => jacobi(y, N) === 1)) return answer(w);
    }
  }

  test('gcd(w, N) ≠ 1 is refused, though w is never used', () => {
    for (const factor of [secret.p, secret.q]) {
      const proof = flawlessBut(() => factor * sampleBelow(N / factor, random));
      expect(proof.responses.every(({ b }) => !b)).toBe(true);
      expect(isAccepted(proof)).toBe(false);
    }
  });

  test('a Jacobi symbol of w other than −1 is refused, though w is never used', () => {
    const proof = flawlessBut(() => mod(sampleUnit(N, random) ** 2n, N));
    expect(jacobi(proof.w, N)).toBe(1);
    expect(isAccepted(proof)).toBe(false);
    for (const w of [1n, 4n, N - 1n]) expect(isAccepted(answer(w))).toBe(false);
  });

  test('w that is not reduced is refused, though its residue would do', () => {
    let w = 2n;
    while (jacobi(w, N) !== -1) w++;
    expect(bitLength(w + N)).toBe(profile.modulusBits);
    expect(isAccepted(answer(w))).toBe(true);
    expect(isAccepted(answer(w + N))).toBe(false);
  });

  test('x_i = 0, and x_i or z_i that shares a factor with N or is not reduced, are refused', () => {
    const proof = proveMod(TEST_SETTING, TEST_CONTEXT, { N }, secret, random);
    const [first, ...others] = proof.responses;
    if (!first) throw new Error('no responses');
    for (const x of [0n, N, secret.p, first.x + N, first.x - N]) {
      expect(isAccepted({ ...proof, responses: [{ ...first, x }, ...others] })).toBe(false);
    }
    for (const z of [0n, N, secret.q, first.z + N]) {
      expect(isAccepted({ ...proof, responses: [{ ...first, z }, ...others] })).toBe(false);
    }
  });
});

test('fewer or more answers than challenges are refused', () => {
  const proof = proveMod(TEST_SETTING, TEST_CONTEXT, { N }, secret, random);
  for (const responses of [[], proof.responses.slice(1), [...proof.responses, ...proof.responses]]) {
    expect(isAccepted({ ...proof, responses })).toBe(false);
  }
});

describe('attack 24: moduli that are no product of two Blum primes', () => {
  const bits = profile.modulusBits;
  const [p = 0n, q = 0n] = SAFE_PRIMES_512;

  /** What the best prover achieves for N. */
  function isProvable(powers: readonly PrimePower[]): boolean {
    const modulus = productOf(powers);
    const w = nonResidue(modulus, random);
    const ys = modChallenge(TEST_SETTING, TEST_CONTEXT, { N: modulus }, { w });
    return isAccepted(bestAnswers(powers, w, ys), modulus);
  }

  test('the best proof of a good modulus is accepted: what fails below is the modulus', () => {
    expect(isProvable(powersOf(p, q))).toBe(true);
  });

  test.each([
    ['a prime', () => powersOf(SAFE_PRIMES_1024[0] ?? 0n)],
    ['p²', () => [{ prime: p, exponent: 2n }]],
    ['pqr', () => powersOf(...manyPrimes(3, bits, random))],
    ['a product of sixteen primes', () => powersOf(...manyPrimes(16, bits, random))],
    ['a product of p and a prime that is 1 mod 4', () => powersOf(p, completing(p, bits, 1n, random))],
  ])('%s is refused', (_, powers) => {
    expect(bitLength(productOf(powers()))).toBe(bits);
    expect(isProvable(powers())).toBe(false);
  });

  test('gcd(N, φ(N)) ≠ 1 is refused', () => {
    const short = primeFrom(1n << 299n, 3n, random);
    const cofactor = primeOneModulo(short, bits);
    expect(bitLength(short * cofactor)).toBe(bits);
    expect(gcd(short * cofactor, cofactor - 1n)).toBe(short);
    expect(isProvable(powersOf(short, cofactor))).toBe(false);
  });

  test('one bit too short and one too long are refused', () => {
    expect(isProvable(powersOf(p, completing(p, bits - 1, 3n, random)))).toBe(false);
    const proof = proveMod(TEST_SETTING, TEST_CONTEXT, { N }, secret, random);
    expect(isAccepted(proof, p * completing(p, bits + 1, 3n, random))).toBe(false);
  });

  test('an even modulus, and what is no modulus at all, are refused without an exception', () => {
    const proof = proveMod(TEST_SETTING, TEST_CONTEXT, { N }, secret, random);
    for (const modulus of [0n, 1n, 2n, -N, N - 1n, N + 2n, 1n << 1023n]) expect(isAccepted(proof, modulus)).toBe(false);
  });

  /** A prime that is 3 mod 4 and 1 mod `divisor`, and completes it to the length. */
  function primeOneModulo(divisor: bigint, length: number): bigint {
    for (let k = (3n << BigInt(length - 2)) / (2n * divisor * divisor); ; k++) {
      const candidate = 2n * k * divisor + 1n;
      if (candidate % 4n === 3n && isProbablePrime(candidate, bigintModExp)) return candidate;
    }
  }
});

test('soundness is counted as in §5.2: one repetition more than bits', () => {
  expect(modRepetitions(profile)).toBe(profile.repetitions + 1);
});
