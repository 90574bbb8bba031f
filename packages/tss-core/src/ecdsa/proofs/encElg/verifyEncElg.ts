import { verifies } from '../../../groups/schnorr.ts';
import { isWithin, isWithinScaled } from '../../arithmetic/ranges.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { PUBLIC } from '../masks.ts';
import { sumOf } from '../points.ts';
import { type EncElgProof, type EncElgStatement, encElgChallenge } from './encElg.ts';

/** Whether Πenc-elg (Fig. 24) holds for the statement, in this place. Never throws. */
export function verifyEncElg(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: EncElgStatement,
  proof: EncElgProof,
): boolean {
  return verifies(() => encElgAccepts(setting, statement, proof, encElgChallenge(setting, context, statement, proof)));
}

/** What the verifier of Fig. 24 checks under a challenge. */
export function encElgAccepts(
  setting: EcdsaSetting,
  statement: EncElgStatement,
  proof: EncElgProof,
  e: bigint,
): boolean {
  return (
    isInRange(setting, statement, proof) && isInGroups(statement, proof) && encElgHolds(setting, statement, proof, e)
  );
}

function isInRange({ profile }: EcdsaSetting, { pedersen }: EncElgStatement, { z1, z3 }: EncElgProof): boolean {
  const { ell, epsilon } = profile;
  // Fig. 24 leaves z3 free; its bound is on the verifier's work.
  return isWithin(z1, ell + epsilon) && isWithinScaled(z3, ell + epsilon + 1, pedersen.modulus);
}

function isInGroups({ N0, C, pedersen }: EncElgStatement, { S, T, D, z2 }: EncElgProof): boolean {
  return N0.isCiphertext(C, D) && N0.residues.contains(z2) && pedersen.units.contains(S, T);
}

function encElgHolds(
  { group }: EcdsaSetting,
  { N0, C, A, B, X, pedersen }: EncElgStatement,
  { S, T, D, Y, Z, z1, w, z2, z3 }: EncElgProof,
  e: bigint,
): boolean {
  return (
    // g^w = Z·B^e
    sumOf(group, [w, group.generator], [-e, B]).equals(Z) &&
    // A^w·g^z1 = Y·X^e
    sumOf(group, [w, A], [z1, group.generator], [-e, X]).equals(Y) &&
    // s^z1·t^z3 = T·S^e mod N̂
    pedersen.commit(z1, z3, PUBLIC) === pedersen.units.multiply(T, pedersen.units.pow(S, e, PUBLIC)) &&
    // enc₀(z1; z2) = D·C^e mod N₀²
    N0.encrypt(z1, z2) === N0.add(D, N0.ciphertexts.pow(C, e, PUBLIC))
  );
}
