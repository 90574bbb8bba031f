import type { Random } from '../../../bytes.ts';
import { mod } from '../../arithmetic/integers.ts';
import { sampleBelow } from '../../arithmetic/sampling.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { bitChallenge } from '../challenge.ts';
import type { ProofContext } from '../context.ts';
import { SECRET } from '../masks.ts';
import { type PrmProof, type PrmSecret, type PrmStatement, prmSeed } from './prm.ts';

/** Makes Πprm (Fig. 13) for one place in one session, from masks that it draws. */
export function provePrm(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: PrmStatement,
  { lambda, totient }: PrmSecret,
  random: Random,
): PrmProof {
  const { repetitions } = setting.profile;
  const { units, t } = statement.pedersen;
  const a = Array.from({ length: repetitions }, () => sampleBelow(totient, random));
  const A = a.map((exponent) => units.pow(t, exponent, SECRET));
  const challenge = prmSeed(setting, context, statement, A);
  const e = bitChallenge(challenge, repetitions);
  return { challenge, z: a.map((exponent, i) => mod(exponent + (e[i] ? lambda : 0n), totient)) };
}
