import type { Random } from '../../../bytes.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { PUBLIC, SECRET, sampleMask } from '../masks.ts';
import { times } from '../points.ts';
import {
  type EncElgCommitments,
  type EncElgProof,
  type EncElgSecret,
  type EncElgStatement,
  encElgChallenge,
} from './encElg.ts';

/** What the prover draws. */
export interface EncElgMasks {
  readonly alpha: bigint;
  readonly mu: bigint;
  readonly r: bigint;
  readonly beta: bigint;
  readonly gamma: bigint;
}

/** Makes Πenc-elg (Fig. 24) for one place in one session, from masks that it draws. */
export function proveEncElg(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: EncElgStatement,
  secret: EncElgSecret,
  random: Random,
): EncElgProof {
  const masks = encElgMasks(setting, statement, random);
  const commitments = commitEncElg(setting, statement, secret, masks);
  const e = encElgChallenge(setting, context, statement, commitments);
  return { ...commitments, ...respondEncElg(setting, statement, secret, masks, e) };
}

export function encElgMasks(
  { group, profile }: EcdsaSetting,
  { N0, pedersen }: EncElgStatement,
  random: Random,
): EncElgMasks {
  const { ell, epsilon } = profile;
  return {
    alpha: sampleMask(ell + epsilon, random),
    mu: pedersen.sampleBlinding(ell, random),
    r: N0.sampleRandomizer(random),
    beta: group.randomScalar(random),
    gamma: pedersen.sampleBlinding(ell + epsilon, random),
  };
}

export function commitEncElg(
  { group }: EcdsaSetting,
  { N0, A, pedersen }: EncElgStatement,
  { x }: Pick<EncElgSecret, 'x'>,
  { alpha, mu, r, beta, gamma }: EncElgMasks,
): EncElgCommitments {
  return {
    S: pedersen.commit(x, mu, SECRET),
    T: pedersen.commit(alpha, gamma, SECRET),
    D: N0.encrypt(alpha, r),
    Y: times(group, A, beta).add(times(group, group.generator, alpha)),
    Z: times(group, group.generator, beta),
  };
}

export function respondEncElg(
  { group }: EcdsaSetting,
  { N0 }: EncElgStatement,
  { x, rho, b }: EncElgSecret,
  { alpha, mu, r, beta, gamma }: EncElgMasks,
  e: bigint,
): Omit<EncElgProof, keyof EncElgCommitments> {
  return {
    z1: alpha + e * x,
    w: group.reduce(beta + e * b),
    z2: N0.residues.multiply(r, N0.residues.pow(rho, e, PUBLIC)),
    z3: gamma + e * mu,
  };
}
