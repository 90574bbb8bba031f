import type { Random } from '../../../bytes.ts';
import { signedPowers } from '../../arithmetic/units.ts';
import { decPlaintextBits } from '../../parameters.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { bitChallenge } from '../challenge.ts';
import type { ProofContext } from '../context.ts';
import { SECRET, sampleMask } from '../masks.ts';
import { times } from '../points.ts';
import {
  type DecCommitment,
  type DecProof,
  type DecResponse,
  type DecSecret,
  type DecStatement,
  decSeed,
} from './dec.ts';

/** What the prover draws for one repetition. */
export interface DecMask {
  readonly alpha: bigint;
  readonly beta: bigint;
  readonly r: bigint;
}

/** Makes Πdec (Fig. 28) for one place in one session, from masks that it draws. */
export function proveDec(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: DecStatement,
  secret: DecSecret,
  random: Random,
): DecProof {
  return proveDecWith(setting, context, statement, secret, decMasks(setting, statement, random));
}

export function decMasks({ profile }: EcdsaSetting, { N0 }: DecStatement, random: Random): readonly DecMask[] {
  const { ell, epsilon, repetitions } = profile;
  return Array.from({ length: repetitions }, () => ({
    alpha: sampleMask(ell + epsilon, random),
    beta: sampleMask(decPlaintextBits(profile) + epsilon, random),
    r: N0.sampleRandomizer(random),
  }));
}

export function proveDecWith(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: DecStatement,
  secret: DecSecret,
  masks: readonly DecMask[],
): DecProof {
  const commitments = commitDec(setting, statement, masks);
  const challenge = decSeed(setting, context, statement, commitments);
  const e = bitChallenge(challenge, masks.length);
  return { challenge, responses: masks.map((mask, i) => respondDec(statement, secret, mask, e[i] === true)) };
}

export function commitDec(
  { group }: EcdsaSetting,
  { N0, K, base }: DecStatement,
  masks: readonly DecMask[],
): readonly DecCommitment[] {
  const powerOfK = signedPowers(N0.ciphertexts, K);
  return masks.map(({ alpha, beta, r }) => ({
    A: N0.add(powerOfK(-alpha, SECRET), N0.encrypt(beta, r)),
    B: times(group, base, beta),
    C: times(group, group.generator, alpha),
  }));
}

export function respondDec(
  { N0 }: DecStatement,
  secret: DecSecret,
  { alpha, beta, r }: DecMask,
  e: boolean,
): DecResponse {
  if (!e) return { z: alpha, w: beta, nu: r };
  return { z: alpha + secret.x, w: beta + secret.y, nu: N0.residues.multiply(r, secret.rho) };
}
