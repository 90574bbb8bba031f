import type { Random } from '../../../bytes.ts';
import { mod } from '../../arithmetic/integers.ts';
import { sampleBelow } from '../../arithmetic/sampling.ts';
import type { RingPedersenSecret } from '../../pedersen/ringPedersenSecret.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { bitChallenge } from '../challenge.ts';
import type { ProofContext } from '../context.ts';
import { SECRET } from '../masks.ts';
import { type PrmProof, prmSeed } from './prm.ts';

/** The statement is the parameters of the secret ones. */
export function provePrm(
  setting: EcdsaSetting,
  context: ProofContext,
  pedersen: RingPedersenSecret,
  random: Random,
): PrmProof {
  const { repetitions } = setting.profile;
  const { lambda, totient } = pedersen.reveal();
  const a = Array.from({ length: repetitions }, () => sampleBelow(totient, random));
  const A = a.map((exponent) => pedersen.units.pow(pedersen.t, exponent, SECRET));
  const challenge = prmSeed(setting, context, { pedersen }, A);
  const e = bitChallenge(challenge, repetitions);
  return { challenge, z: a.map((exponent, i) => mod(exponent + (e[i] ? lambda : 0n), totient)) };
}
