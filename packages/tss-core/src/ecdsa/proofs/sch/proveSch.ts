import type { Random } from '../../../bytes.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { ProofContext } from '../context.ts';
import { type SchProof, type SchSecret, type SchStatement, schChallenge } from './sch.ts';

/** Makes Πsch (Fig. 22) for one place in one session, from masks that it draws. */
export function proveSch(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: SchStatement,
  { x }: SchSecret,
  random: Random,
): SchProof {
  const { group } = setting;
  const alpha = group.randomScalar(random);
  const commitments = { A: group.generator.multiply(alpha) };
  const e = schChallenge(setting, context, statement, commitments);
  return { ...commitments, z: group.reduce(alpha + e * x) };
}
