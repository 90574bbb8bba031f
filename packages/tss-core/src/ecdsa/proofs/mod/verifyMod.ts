import { verifies } from '../../../groups/schnorr.ts';
import { jacobi } from '../../arithmetic/divisibility.ts';
import { bitLength } from '../../arithmetic/integers.ts';
import { isProbablePrime } from '../../arithmetic/primality.ts';
import { plainUnits, type Units } from '../../arithmetic/units.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { PUBLIC } from '../masks.ts';
import { type ModProof, type ModResponse, type ModStatement, modChallenge, modRepetitions } from './mod.ts';

/** Whether Πmod (Fig. 12) holds for the statement, in this place. Never throws. */
export function verifyMod(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: ModStatement,
  proof: ModProof,
): boolean {
  return verifies(() => {
    const { N } = statement;
    if (!isModulus(setting, N)) return false;
    const units = plainUnits(N, setting.modExp);
    if (!isNonResidue(units, proof.w) || proof.responses.length !== modRepetitions(setting.profile)) return false;
    if (!units.contains(...proof.responses.flatMap(({ x, z }) => [x, z]))) return false;
    const ys = modChallenge(setting, context, statement, proof);
    return proof.responses.every((response, i) => modHolds(units, proof.w, ys[i] ?? 0n, response));
  });
}

/** Of exactly the profile's length, odd and composite. */
function isModulus({ profile, modExp }: EcdsaSetting, N: bigint): boolean {
  return bitLength(N) === profile.modulusBits && N % 2n === 1n && !isProbablePrime(N, modExp);
}

/**
 * CVE-2025-66016: without gcd(w, N) = 1, w = 0 answers any challenge with b = 1 and x = 0, whatever N. A Jacobi symbol
 * of −1, which Fig. 12 asks of the prover only, says that and more.
 */
function isNonResidue(units: Units, w: bigint): boolean {
  return units.contains(w) && jacobi(w, units.modulus) === -1;
}

/** The equations of Fig. 12 for one challenge. */
function modHolds(units: Units, w: bigint, y: bigint, { x, a, b, z }: ModResponse): boolean {
  const sign = a ? units.modulus - 1n : 1n;
  return (
    // x⁴ = (−1)^a·w^b·y mod N
    units.multiply(x, x, x, x) === units.multiply(sign, b ? w : 1n, y) &&
    // z^N = y mod N
    units.pow(z, units.modulus, PUBLIC) === y
  );
}
