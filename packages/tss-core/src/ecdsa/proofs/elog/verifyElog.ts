import { verifies } from '../../../groups/schnorr.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { sumOf } from '../points.ts';
import { type ElogProof, type ElogStatement, elogChallenge } from './elog.ts';

/** Whether Πelog (Fig. 23) holds for the statement, in this place. Never throws. */
export function verifyElog(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: ElogStatement,
  proof: ElogProof,
): boolean {
  return verifies(() => {
    const { group } = setting;
    const { L, M, X, Y, h } = statement;
    const { A, N, B, z, u } = proof;
    const e = elogChallenge(setting, context, statement, proof);
    return (
      // z·G = A + e·L
      sumOf(group, [z, group.generator], [-e, L]).equals(A) &&
      // u·G + z·X = N + e·M
      sumOf(group, [u, group.generator], [z, X], [-e, M]).equals(N) &&
      // u·h = B + e·Y
      sumOf(group, [u, h], [-e, Y]).equals(B)
    );
  });
}
