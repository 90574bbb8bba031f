import type { Random } from '../../../bytes.ts';
import { integerSqrt } from '../../arithmetic/integers.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { SECRET, sampleMask } from '../masks.ts';
import { type FacCommitments, type FacProof, type FacSecret, type FacStatement, facChallenge } from './fac.ts';

/** What the prover draws. */
export interface FacMasks {
  readonly alpha: bigint;
  readonly beta: bigint;
  readonly mu: bigint;
  readonly nu: bigint;
  readonly r: bigint;
  readonly x: bigint;
  readonly y: bigint;
}

/** Makes Πfac (Fig. 26) for one place in one session, from masks that it draws. */
export function proveFac(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: FacStatement,
  secret: FacSecret,
  random: Random,
): FacProof {
  const masks = facMasks(setting, statement, random);
  const commitments = commitFac(statement, secret, masks);
  const e = facChallenge(setting, context, statement, commitments);
  return { ...commitments, ...respondFac(secret, masks, e) };
}

export function facMasks({ profile }: EcdsaSetting, { N0, pedersen }: FacStatement, random: Random): FacMasks {
  const { ell, epsilon } = profile;
  const root = integerSqrt(N0.modulus);
  return {
    alpha: sampleMask(ell + epsilon, random, root),
    beta: sampleMask(ell + epsilon, random, root),
    mu: pedersen.sampleBlinding(ell, random),
    nu: pedersen.sampleBlinding(ell, random),
    r: sampleMask(ell + epsilon, random, N0.modulus * pedersen.modulus),
    x: pedersen.sampleBlinding(ell + epsilon, random),
    y: pedersen.sampleBlinding(ell + epsilon, random),
  };
}

export function commitFac(
  { pedersen }: FacStatement,
  { p, q }: FacSecret,
  { alpha, beta, mu, nu, r, x, y }: FacMasks,
): FacCommitments {
  const { units, t } = pedersen;
  const Q = pedersen.commit(q, nu, SECRET);
  return {
    P: pedersen.commit(p, mu, SECRET),
    Q,
    A: pedersen.commit(alpha, x, SECRET),
    B: pedersen.commit(beta, y, SECRET),
    T: units.multiply(units.pow(Q, alpha, SECRET), units.pow(t, r, SECRET)),
  };
}

export function respondFac(
  { p, q }: FacSecret,
  { alpha, beta, mu, nu, r, x, y }: FacMasks,
  e: bigint,
): Omit<FacProof, keyof FacCommitments> {
  return { z1: alpha + e * p, z2: beta + e * q, w1: x + e * mu, w2: y + e * nu, v: r - e * nu * p };
}
