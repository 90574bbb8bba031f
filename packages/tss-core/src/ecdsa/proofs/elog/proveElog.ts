import type { Random } from '../../../bytes.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { type ElogProof, type ElogSecret, type ElogStatement, elogChallenge } from './elog.ts';

/** Makes Πelog (Fig. 23) for one place in one session, from masks that it draws. */
export function proveElog(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: ElogStatement,
  { y, lambda }: ElogSecret,
  random: Random,
): ElogProof {
  const { group } = setting;
  const alpha = group.randomScalar(random);
  const m = group.randomScalar(random);
  const commitments = {
    A: group.generator.multiply(alpha),
    N: group.generator.multiply(m).add(statement.X.multiply(alpha)),
    B: statement.h.multiply(m),
  };
  const e = elogChallenge(setting, context, statement, commitments);
  return { ...commitments, z: group.reduce(alpha + e * lambda), u: group.reduce(m + e * y) };
}
