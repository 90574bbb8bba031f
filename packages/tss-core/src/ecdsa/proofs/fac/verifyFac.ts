import { verifies } from '../../../groups/schnorr.ts';
import { bitLength, integerSqrt } from '../../arithmetic/integers.ts';
import { isWithinScaled } from '../../arithmetic/ranges.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { PUBLIC } from '../masks.ts';
import { type FacProof, type FacStatement, facChallenge } from './fac.ts';

/** Whether Πfac (Fig. 26) holds for the statement, in this place. Never throws. */
export function verifyFac(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: FacStatement,
  proof: FacProof,
): boolean {
  return verifies(() => facAccepts(setting, statement, proof, facChallenge(setting, context, statement, proof)));
}

/** What the verifier of Fig. 26 checks under a challenge. */
export function facAccepts(setting: EcdsaSetting, statement: FacStatement, proof: FacProof, e: bigint): boolean {
  return (
    // The bound on the factors is relative to √N₀: it says nothing of a short N₀.
    bitLength(statement.N0.modulus) === setting.profile.modulusBits &&
    isInRange(setting, statement, proof) &&
    statement.pedersen.units.contains(proof.P, proof.Q, proof.A, proof.B, proof.T) &&
    facHolds(statement, proof, e)
  );
}

function isInRange({ profile }: EcdsaSetting, { N0, pedersen }: FacStatement, proof: FacProof): boolean {
  const { ell, epsilon } = profile;
  const { z1, z2, w1, w2, v } = proof;
  const root = integerSqrt(N0.modulus);
  return (
    [z1, z2].every((z) => isWithinScaled(z, ell + epsilon, root)) &&
    // Fig. 26 leaves w1, w2 and v free; their bound is on the verifier's work.
    [w1, w2].every((w) => isWithinScaled(w, ell + epsilon + 1, pedersen.modulus)) &&
    isWithinScaled(v, ell + epsilon + 1, N0.modulus * pedersen.modulus)
  );
}

function facHolds({ N0, pedersen }: FacStatement, { P, Q, A, B, T, z1, z2, w1, w2, v }: FacProof, e: bigint): boolean {
  const { units, s, t } = pedersen;
  return (
    // s^z1·t^w1 = A·P^e mod N̂
    pedersen.commit(z1, w1, PUBLIC) === units.multiply(A, units.pow(P, e, PUBLIC)) &&
    // s^z2·t^w2 = B·Q^e mod N̂
    pedersen.commit(z2, w2, PUBLIC) === units.multiply(B, units.pow(Q, e, PUBLIC)) &&
    // Q^z1·t^v = T·R^e mod N̂, where R = s^N₀
    units.multiply(units.pow(Q, z1, PUBLIC), units.pow(t, v, PUBLIC)) ===
      units.multiply(T, units.pow(s, N0.modulus * e, PUBLIC))
  );
}
