import { equalBytes } from '../../../bytes.ts';
import { verifies } from '../../../groups/schnorr.ts';
import { isWithin } from '../../arithmetic/ranges.ts';
import { signedPowers } from '../../arithmetic/units.ts';
import { canBlame, decPlaintextBits } from '../../parameters.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { bitChallenge } from '../challenge.ts';
import type { ProofContext } from '../context.ts';
import { PUBLIC } from '../masks.ts';
import { sumOf } from '../points.ts';
import { type DecCommitment, type DecProof, type DecResponse, type DecStatement, decSeed } from './dec.ts';

/** False as well in a profile whose modulus is too short for it to prove anything, see `canBlame`. */
export function verifyDec(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: DecStatement,
  proof: DecProof,
): boolean {
  return verifies(() => {
    const { challenge, responses } = proof;
    const { repetitions } = setting.profile;
    if (!canBlame(setting.profile)) return false;
    if (challenge.length !== 32 || responses.length !== repetitions) return false;
    if (!statement.N0.isCiphertext(statement.K, statement.D)) return false;
    if (!responses.every((response) => isWellFormed(setting, statement, response))) return false;
    const commitments = recommit(setting, statement, bitChallenge(challenge, repetitions), responses);
    return equalBytes(decSeed(setting, context, statement, commitments), challenge);
  });
}

function isWellFormed({ profile }: EcdsaSetting, { N0 }: DecStatement, { z, w, nu }: DecResponse): boolean {
  return (
    isWithin(z, profile.ell + profile.epsilon) &&
    isWithin(w, decPlaintextBits(profile) + profile.epsilon) &&
    N0.residues.contains(nu)
  );
}

/** The commitments that make the equations of Fig. 28 true. */
function recommit(
  { group }: EcdsaSetting,
  { N0, K, X, D, S, base }: DecStatement,
  e: readonly boolean[],
  responses: readonly DecResponse[],
): readonly DecCommitment[] {
  const powerOfK = signedPowers(N0.ciphertexts, K);
  const inverseOfD = N0.ciphertexts.invert(D);
  return responses.map(({ z, w, nu }, j) => ({
    // enc₀(w; ν)·K^−z = A·D^e mod N₀²
    A: N0.add(N0.encrypt(w, nu), powerOfK(-z, PUBLIC), e[j] ? inverseOfD : 1n),
    // base^w = B·S^e
    B: sumOf(group, [w, base], [e[j] ? -1n : 0n, S]),
    // g^z = C·X^e
    C: sumOf(group, [z, group.generator], [e[j] ? -1n : 0n, X]),
  }));
}
