import { equalBytes } from '../../../bytes.ts';
import { verifies } from '../../../groups/schnorr.ts';
import { isWithin } from '../../arithmetic/ranges.ts';
import { signedPowers } from '../../arithmetic/units.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { AffineStatement } from '../affG/affine.ts';
import { bitChallenge } from '../challenge.ts';
import type { ProofContext } from '../context.ts';
import { PUBLIC } from '../masks.ts';
import { sumOf } from '../points.ts';
import { type AffGStarCommitment, type AffGStarProof, type AffGStarResponse, affGStarSeed } from './affGStar.ts';

/** Whether Πaff-g* (Fig. 27) holds for the statement, in this place. Never throws. */
export function verifyAffGStar(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: AffineStatement,
  proof: AffGStarProof,
): boolean {
  return verifies(() => {
    const { challenge, responses } = proof;
    const { repetitions } = setting.profile;
    const { N0, N1, C, D, Y } = statement;
    if (challenge.length !== 32 || responses.length !== repetitions) return false;
    if (!N0.isCiphertext(C, D) || !N1.isCiphertext(Y)) return false;
    if (!responses.every((response) => isWellFormed(setting, statement, response))) return false;
    const commitments = recommit(setting, statement, bitChallenge(challenge, repetitions), responses);
    return equalBytes(affGStarSeed(setting, context, statement, commitments), challenge);
  });
}

function isWellFormed({ profile }: EcdsaSetting, { N0, N1 }: AffineStatement, response: AffGStarResponse): boolean {
  const { ell, ellPrime, epsilon } = profile;
  return (
    isWithin(response.z, ell + epsilon) &&
    isWithin(response.zY, ellPrime + epsilon) &&
    N0.residues.contains(response.w) &&
    N1.residues.contains(response.wY)
  );
}

/** The commitments that make the equations of Fig. 27 true. */
function recommit(
  { group }: EcdsaSetting,
  { N0, N1, C, D, Y, X }: AffineStatement,
  e: readonly boolean[],
  responses: readonly AffGStarResponse[],
): readonly AffGStarCommitment[] {
  const powerOfC = signedPowers(N0.ciphertexts, C);
  const inverseOfD = N0.ciphertexts.invert(D);
  const inverseOfY = N1.ciphertexts.invert(Y);
  return responses.map(({ z, zY, w, wY }, j) => ({
    // C^z·enc₀(z′; w) = A·D^e mod N₀²
    A: N0.add(powerOfC(z, PUBLIC), N0.encrypt(zY, w), e[j] ? inverseOfD : 1n),
    // g^z = R·X^e
    R: sumOf(group, [z, group.generator], [e[j] ? -1n : 0n, X]),
    // enc₁(z′; λ) = B·Y^e mod N₁²
    B: N1.add(N1.encrypt(zY, wY), e[j] ? inverseOfY : 1n),
  }));
}
