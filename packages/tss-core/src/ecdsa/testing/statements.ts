import type { Random } from '../../bytes.ts';
import { samplePlusMinus } from '../arithmetic/sampling.ts';
import type { AffGStatement } from '../proofs/affG/affG.ts';
import type { AffineSecret } from '../proofs/affG/affine.ts';
import type { DecSecret, DecStatement } from '../proofs/dec/dec.ts';
import type { ElogSecret, ElogStatement } from '../proofs/elog/elog.ts';
import type { EncElgSecret, EncElgStatement } from '../proofs/encElg/encElg.ts';
import type { FacSecret, FacStatement } from '../proofs/fac/fac.ts';
import type { SchSecret, SchStatement } from '../proofs/sch/sch.ts';
import type { EcdsaSetting } from '../setting.ts';
import type { TestParty } from './parties.ts';

/** A true statement with its secret. The statement holds the prover's own keys and the verifier's public ones. */
export interface Instance<Statement, Secret> {
  readonly statement: Statement;
  readonly secret: Secret;
}

export function schInstance({ group }: EcdsaSetting, random: Random): Instance<SchStatement, SchSecret> {
  const x = group.randomScalar(random);
  return { statement: { X: group.generator.multiply(x) }, secret: { x } };
}

export function elogInstance({ group }: EcdsaSetting, random: Random): Instance<ElogStatement, ElogSecret> {
  const { generator } = group;
  const y = group.randomScalar(random);
  const lambda = group.randomScalar(random);
  const X = generator.multiply(group.randomScalar(random));
  const h = generator.multiply(group.randomScalar(random));
  const M = generator.multiply(y).add(X.multiply(lambda));
  return { statement: { L: generator.multiply(lambda), M, X, Y: h.multiply(y), h }, secret: { y, lambda } };
}

/** @param x the plaintext; random if left out */
export function encElgInstance(
  { group }: EcdsaSetting,
  prover: TestParty,
  verifier: TestParty,
  random: Random,
  x: bigint = group.randomScalar(random),
): Instance<EncElgStatement, EncElgSecret> {
  const { generator } = group;
  const N0 = prover.paillier;
  const b = group.randomScalar(random);
  const rho = N0.sampleRandomizer(random);
  const A = generator.multiply(group.randomScalar(random));
  const X = A.multiply(b).add(generator.multiplyUnsafe(group.reduce(x)));
  const C = N0.encrypt(x, rho);
  const pedersen = verifier.pedersen.parameters;
  return { statement: { N0, C, A, B: generator.multiply(b), X, pedersen }, secret: { x, rho, b } };
}

/** The prover's answer in MtA to a ciphertext C of the verifier's. */
export function affGInstance(
  { group, profile }: EcdsaSetting,
  prover: TestParty,
  verifier: TestParty,
  random: Random,
  x: bigint = group.randomScalar(random),
  y: bigint = samplePlusMinus(1n << BigInt(profile.ellPrime), random),
): Instance<AffGStatement, AffineSecret> {
  const N0 = verifier.paillier.publicKey;
  const N1 = prover.paillier;
  const C = N0.encrypt(group.randomScalar(random), N0.sampleRandomizer(random));
  const rho = N0.sampleRandomizer(random);
  const rhoY = N1.sampleRandomizer(random);
  const D = N0.add(N0.multiply(C, x), N0.encrypt(y, rho));
  const X = group.generator.multiplyUnsafe(group.reduce(x));
  const pedersen = verifier.pedersen.parameters;
  return { statement: { N0, N1, C, D, Y: N1.encrypt(y, rhoY), X, pedersen }, secret: { x, y, rho, rhoY } };
}

export function facInstance(prover: TestParty, verifier: TestParty): Instance<FacStatement, FacSecret> {
  const { p, q } = prover.paillier.reveal();
  return { statement: { N0: prover.paillier, pedersen: verifier.pedersen.parameters }, secret: { p, q } };
}

/** @param masks the plaintext of D, the sum of masks that others sent: as large as they may make it if left out */
export function decInstance(
  { group, profile }: EcdsaSetting,
  prover: TestParty,
  random: Random,
  masks: bigint = samplePlusMinus(1n << BigInt(profile.ellPrime + profile.epsilon + 1), random),
): Instance<DecStatement, DecSecret> {
  const { generator } = group;
  const N0 = prover.paillier;
  const x = group.randomScalar(random);
  const K = N0.encrypt(group.randomScalar(random), N0.sampleRandomizer(random));
  const D = N0.encrypt(masks, N0.sampleRandomizer(random));
  const opened = N0.add(N0.multiply(K, x), D);
  const y = N0.decrypt(opened);
  const base = generator.multiply(group.randomScalar(random));
  const S = base.multiplyUnsafe(group.reduce(y));
  return {
    statement: { N0, K, X: generator.multiply(x), D, S, base },
    secret: { x, y, rho: N0.randomizerOf(opened) },
  };
}
