import type { Element } from '../../../groups/ciphersuite.ts';
import { type Codec, encodeCbor, struct } from '../../../wire/codec.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { challengeSeed, scalarChallenge, type Transcript } from '../challenge.ts';
import { proofCodecs } from '../codecs.ts';
import type { ProofContext } from '../context.ts';

/** Πsch (Fig. 22): I know x with X = x·G. */
export interface SchStatement {
  readonly X: Element;
}

export interface SchSecret {
  readonly x: bigint;
}

export interface SchCommitments {
  /** α·G. */
  readonly A: Element;
}

export interface SchProof extends SchCommitments {
  /** α + e·x mod q. */
  readonly z: bigint;
}

/** Decoding bounds every number by its honest length; `verifySch` checks the exact ranges. */
export function schProofCodec(setting: EcdsaSetting): Codec<SchProof> {
  const { element, scalar } = proofCodecs(setting);
  return struct<SchProof>({ A: element, z: scalar });
}

export function schTranscript(setting: EcdsaSetting, { X }: SchStatement, { A }: SchCommitments): Transcript {
  const { element } = proofCodecs(setting);
  const statement = encodeCbor(struct<SchStatement>({ X: element }), { X });
  return { kind: 'sch', statement, commitments: encodeCbor(struct<SchCommitments>({ A: element }), { A }) };
}

export function schChallenge(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: SchStatement,
  commitments: SchCommitments,
): bigint {
  const transcript = schTranscript(setting, statement, commitments);
  return scalarChallenge(challengeSeed(setting, context, transcript), setting.group.order);
}
