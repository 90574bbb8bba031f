import { verifies } from '../../../groups/schnorr.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { sumOf } from '../points.ts';
import { type SchProof, type SchStatement, schChallenge } from './sch.ts';

/** Whether Πsch (Fig. 22) holds for the statement, in this place. Never throws. */
export function verifySch(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: SchStatement,
  proof: SchProof,
): boolean {
  return verifies(() => {
    const { group } = setting;
    const e = schChallenge(setting, context, statement, proof);
    // z·G = A + e·X
    return sumOf(group, [proof.z, group.generator], [-e, statement.X]).equals(proof.A);
  });
}
