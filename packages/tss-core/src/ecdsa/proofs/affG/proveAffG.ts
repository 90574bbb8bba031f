import type { Random } from '../../../bytes.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { PUBLIC, SECRET, sampleMask } from '../masks.ts';
import { times } from '../points.ts';
import { type AffGCommitments, type AffGProof, type AffGStatement, affGChallenge } from './affG.ts';
import type { AffineSecret } from './affine.ts';

/** What the prover draws. */
export interface AffGMasks {
  readonly alpha: bigint;
  readonly beta: bigint;
  readonly r: bigint;
  readonly rY: bigint;
  readonly gamma: bigint;
  readonly m: bigint;
  readonly delta: bigint;
  readonly mu: bigint;
}

/** Makes Πaff-g (Fig. 25) for one place in one session, from masks that it draws. */
export function proveAffG(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: AffGStatement,
  secret: AffineSecret,
  random: Random,
): AffGProof {
  const masks = affGMasks(setting, statement, random);
  const commitments = commitAffG(setting, statement, secret, masks);
  const e = affGChallenge(setting, context, statement, commitments);
  return { ...commitments, ...respondAffG(statement, secret, masks, e) };
}

export function affGMasks({ profile }: EcdsaSetting, { N0, N1, pedersen }: AffGStatement, random: Random): AffGMasks {
  const { ell, ellPrime, epsilon } = profile;
  return {
    alpha: sampleMask(ell + epsilon, random),
    beta: sampleMask(ellPrime + epsilon, random),
    r: N0.sampleRandomizer(random),
    rY: N1.sampleRandomizer(random),
    gamma: pedersen.sampleBlinding(ell + epsilon, random),
    m: pedersen.sampleBlinding(ell, random),
    delta: pedersen.sampleBlinding(ell + epsilon, random),
    mu: pedersen.sampleBlinding(ell, random),
  };
}

export function commitAffG(
  { group }: EcdsaSetting,
  { N0, N1, C, pedersen }: AffGStatement,
  { x, y }: Pick<AffineSecret, 'x' | 'y'>,
  { alpha, beta, r, rY, gamma, m, delta, mu }: AffGMasks,
): AffGCommitments {
  return {
    A: N0.add(N0.multiply(C, alpha), N0.encrypt(beta, r)),
    Bx: times(group, group.generator, alpha),
    By: N1.encrypt(beta, rY),
    E: pedersen.commit(alpha, gamma, SECRET),
    S: pedersen.commit(x, m, SECRET),
    F: pedersen.commit(beta, delta, SECRET),
    T: pedersen.commit(y, mu, SECRET),
  };
}

export function respondAffG(
  { N0, N1 }: AffGStatement,
  { x, y, rho, rhoY }: AffineSecret,
  { alpha, beta, r, rY, gamma, m, delta, mu }: AffGMasks,
  e: bigint,
): Omit<AffGProof, keyof AffGCommitments> {
  return {
    z1: alpha + e * x,
    z2: beta + e * y,
    z3: gamma + e * m,
    z4: delta + e * mu,
    w: N0.residues.multiply(r, N0.residues.pow(rho, e, PUBLIC)),
    wY: N1.residues.multiply(rY, N1.residues.pow(rhoY, e, PUBLIC)),
  };
}
