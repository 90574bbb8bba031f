import { verifies } from '../../../groups/schnorr.ts';
import { isWithin, isWithinScaled } from '../../arithmetic/ranges.ts';
import { signedPowers } from '../../arithmetic/units.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { PUBLIC } from '../masks.ts';
import { sumOf } from '../points.ts';
import { type AffGProof, type AffGStatement, affGChallenge } from './affG.ts';

/** Whether Πaff-g (Fig. 25) holds for the statement, in this place. Never throws. */
export function verifyAffG(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: AffGStatement,
  proof: AffGProof,
): boolean {
  return verifies(() => affGAccepts(setting, statement, proof, affGChallenge(setting, context, statement, proof)));
}

/** What the verifier of Fig. 25 checks under a challenge. */
export function affGAccepts(setting: EcdsaSetting, statement: AffGStatement, proof: AffGProof, e: bigint): boolean {
  return (
    isInRange(setting, statement, proof) && isInGroups(statement, proof) && affGHolds(setting, statement, proof, e)
  );
}

function isInRange({ profile }: EcdsaSetting, { pedersen }: AffGStatement, { z1, z2, z3, z4 }: AffGProof): boolean {
  const { ell, ellPrime, epsilon } = profile;
  return (
    isWithin(z1, ell + epsilon) &&
    isWithin(z2, ellPrime + epsilon) &&
    // Fig. 25 leaves z3 and z4 free; their bound is on the verifier's work.
    [z3, z4].every((z) => isWithinScaled(z, ell + epsilon + 1, pedersen.modulus))
  );
}

function isInGroups({ N0, N1, C, D, Y, pedersen }: AffGStatement, proof: AffGProof): boolean {
  const { A, By, E, S, F, T, w, wY } = proof;
  return (
    N0.isCiphertext(C, D, A) &&
    N1.isCiphertext(Y, By) &&
    N0.residues.contains(w) &&
    N1.residues.contains(wY) &&
    pedersen.units.contains(E, S, F, T)
  );
}

function affGHolds(
  { group }: EcdsaSetting,
  { N0, N1, C, D, Y, X, pedersen }: AffGStatement,
  { A, Bx, By, E, S, F, T, z1, z2, z3, z4, w, wY }: AffGProof,
  e: bigint,
): boolean {
  const { units } = pedersen;
  const powerOfC = signedPowers(N0.ciphertexts, C);
  return (
    // g^z1 = Bx·X^e
    sumOf(group, [z1, group.generator], [-e, X]).equals(Bx) &&
    // s^z1·t^z3 = E·S^e mod N̂
    pedersen.commit(z1, z3, PUBLIC) === units.multiply(E, units.pow(S, e, PUBLIC)) &&
    // s^z2·t^z4 = F·T^e mod N̂
    pedersen.commit(z2, z4, PUBLIC) === units.multiply(F, units.pow(T, e, PUBLIC)) &&
    // C^z1·enc₀(z2; w) = A·D^e mod N₀²
    N0.add(powerOfC(z1, PUBLIC), N0.encrypt(z2, w)) === N0.add(A, N0.ciphertexts.pow(D, e, PUBLIC)) &&
    // enc₁(z2; w_y) = B_y·Y^e mod N₁²
    N1.encrypt(z2, wY) === N1.add(By, N1.ciphertexts.pow(Y, e, PUBLIC))
  );
}
