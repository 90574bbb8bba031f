import type { Random } from '../../../bytes.ts';
import { signedPowers } from '../../arithmetic/units.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { AffineSecret, AffineStatement } from '../affG/affine.ts';
import { bitChallenge } from '../challenge.ts';
import type { ProofContext } from '../context.ts';
import { SECRET, sampleMask } from '../masks.ts';
import { times } from '../points.ts';
import { type AffGStarCommitment, type AffGStarProof, type AffGStarResponse, affGStarSeed } from './affGStar.ts';

/** What the prover draws for one repetition. */
export interface AffGStarMask {
  readonly alpha: bigint;
  readonly beta: bigint;
  readonly r: bigint;
  readonly s: bigint;
}

/** Makes Πaff-g* (Fig. 27) for one place in one session, from masks that it draws. */
export function proveAffGStar(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: AffineStatement,
  secret: AffineSecret,
  random: Random,
): AffGStarProof {
  const masks = affGStarMasks(setting, statement, random);
  return proveAffGStarWith(setting, context, statement, secret, masks);
}

export function affGStarMasks(
  { profile }: EcdsaSetting,
  { N0, N1 }: AffineStatement,
  random: Random,
): readonly AffGStarMask[] {
  const { ell, ellPrime, epsilon, repetitions } = profile;
  return Array.from({ length: repetitions }, () => ({
    alpha: sampleMask(ell + epsilon, random),
    beta: sampleMask(ellPrime + epsilon, random),
    r: N0.sampleRandomizer(random),
    s: N1.sampleRandomizer(random),
  }));
}

export function proveAffGStarWith(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: AffineStatement,
  secret: AffineSecret,
  masks: readonly AffGStarMask[],
): AffGStarProof {
  const commitments = commitAffGStar(setting, statement, masks);
  const challenge = affGStarSeed(setting, context, statement, commitments);
  const e = bitChallenge(challenge, masks.length);
  return { challenge, responses: masks.map((mask, i) => respondAffGStar(statement, secret, mask, e[i] === true)) };
}

export function commitAffGStar(
  { group }: EcdsaSetting,
  { N0, N1, C }: AffineStatement,
  masks: readonly AffGStarMask[],
): readonly AffGStarCommitment[] {
  const powerOfC = signedPowers(N0.ciphertexts, C);
  return masks.map(({ alpha, beta, r, s }) => ({
    A: N0.add(powerOfC(alpha, SECRET), N0.encrypt(beta, r)),
    R: times(group, group.generator, alpha),
    B: N1.encrypt(beta, s),
  }));
}

export function respondAffGStar(
  { N0, N1 }: AffineStatement,
  secret: AffineSecret,
  mask: AffGStarMask,
  e: boolean,
): AffGStarResponse {
  const { alpha, beta, r, s } = mask;
  if (!e) return { z: alpha, zY: beta, w: r, wY: s };
  return {
    z: alpha + secret.x,
    zY: beta + secret.y,
    w: N0.residues.multiply(r, secret.rho),
    wY: N1.residues.multiply(s, secret.rhoY),
  };
}
