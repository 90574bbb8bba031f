import { equalBytes } from '../../../bytes.ts';
import { verifies } from '../../../groups/schnorr.ts';
import { bitLength } from '../../arithmetic/integers.ts';
import { publicPowers } from '../../arithmetic/publicPowers.ts';
import type { RingPedersen } from '../../pedersen/ringPedersen.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { bitChallenge } from '../challenge.ts';
import type { ProofContext } from '../context.ts';
import { type PrmProof, type PrmStatement, prmSeed } from './prm.ts';

/** Whether Πprm (Fig. 13) holds for the statement, in this place. Never throws. */
export function verifyPrm(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: PrmStatement,
  proof: PrmProof,
): boolean {
  return verifies(() => {
    const { pedersen } = statement;
    const { repetitions } = setting.profile;
    if (!isParameters(setting, pedersen) || proof.z.length !== repetitions) return false;
    if (proof.challenge.length !== 32 || !proof.z.every((z) => z >= 0n && z < pedersen.modulus)) return false;
    const commitments = recommit(pedersen, bitChallenge(proof.challenge, repetitions), proof.z);
    return equalBytes(prmSeed(setting, context, statement, commitments), proof.challenge);
  });
}

/** N̂ is odd and of exactly the profile's length; s and t are units other than ±1. */
function isParameters({ profile }: EcdsaSetting, { modulus, s, t, units }: RingPedersen): boolean {
  return (
    bitLength(modulus) === profile.modulusBits &&
    modulus % 2n === 1n &&
    units.contains(s, t) &&
    [s, t].every((value) => value !== 1n && value !== modulus - 1n)
  );
}

/** A_i = t^z_i·s^−e_i: what makes t^z_i = A_i·s^e_i true. */
function recommit({ units, s, t }: RingPedersen, e: readonly boolean[], z: readonly bigint[]): readonly bigint[] {
  const inverseOfS = units.invert(s);
  return publicPowers(t, z, units.modulus).map((power, i) => units.multiply(power, e[i] ? inverseOfS : 1n));
}
