import type { Element } from '../../../groups/ciphersuite.ts';
import { type Codec, encodeCbor, struct } from '../../../wire/codec.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { challengeSeed, scalarChallenge, type Transcript } from '../challenge.ts';
import { proofCodecs } from '../codecs.ts';
import type { ProofContext } from '../context.ts';

/** Πelog (Fig. 23): (L, M) is an ElGamal commitment under X to the discrete logarithm y of Y to the base h. */
export interface ElogStatement {
  /** λ·G. */
  readonly L: Element;
  /** y·G + λ·X. */
  readonly M: Element;
  readonly X: Element;
  /** y·h. */
  readonly Y: Element;
  readonly h: Element;
}

export interface ElogSecret {
  readonly y: bigint;
  readonly lambda: bigint;
}

export interface ElogCommitments {
  /** α·G. */
  readonly A: Element;
  /** m·G + α·X. */
  readonly N: Element;
  /** m·h. */
  readonly B: Element;
}

export interface ElogProof extends ElogCommitments {
  /** α + e·λ mod q. */
  readonly z: bigint;
  /** m + e·y mod q. */
  readonly u: bigint;
}

/** Decoding bounds every number by its honest length; `verifyElog` checks the exact ranges. */
export function elogProofCodec(setting: EcdsaSetting): Codec<ElogProof> {
  const { element, scalar } = proofCodecs(setting);
  return struct<ElogProof>({ A: element, N: element, B: element, z: scalar, u: scalar });
}

export function elogTranscript(
  setting: EcdsaSetting,
  statement: ElogStatement,
  commitments: ElogCommitments,
): Transcript {
  const { element } = proofCodecs(setting);
  const statementCodec = struct<ElogStatement>({ L: element, M: element, X: element, Y: element, h: element });
  const commitmentsCodec = struct<ElogCommitments>({ A: element, N: element, B: element });
  return {
    kind: 'elog',
    statement: encodeCbor(statementCodec, statement),
    commitments: encodeCbor(commitmentsCodec, commitments),
  };
}

export function elogChallenge(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: ElogStatement,
  commitments: ElogCommitments,
): bigint {
  const transcript = elogTranscript(setting, statement, commitments);
  return scalarChallenge(challengeSeed(setting, context, transcript), setting.group.order);
}
