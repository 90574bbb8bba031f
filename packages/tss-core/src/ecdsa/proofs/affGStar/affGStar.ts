import type { Element } from '../../../groups/ciphersuite.ts';
import { bytes, type Codec, encodeCbor, list, struct } from '../../../wire/codec.ts';
import type { EcdsaSetting } from '../../setting.ts';
import type { AffineStatement } from '../affG/affine.ts';
import { challengeSeed, type Transcript } from '../challenge.ts';
import { proofCodecs } from '../codecs.ts';
import type { ProofContext } from '../context.ts';

/** The first message of one repetition of Πaff-g* (Fig. 27). */
export interface AffGStarCommitment {
  /** C^α·enc₀(β; r). */
  readonly A: bigint;
  /** α·G. */
  readonly R: Element;
  /** enc₁(β; s). */
  readonly B: bigint;
}

/** What answers one bit of the challenge. */
export interface AffGStarResponse {
  /** α + e·x. */
  readonly z: bigint;
  /** β + e·y: z′ in the paper. */
  readonly zY: bigint;
  /** r·ρ^e mod N₀. */
  readonly w: bigint;
  /** s·ρ_y^e mod N₁: λ in the paper, which calls ρ_y μ. */
  readonly wY: bigint;
}

/**
 * Πaff-g* (Fig. 27): as Πaff-g, without ring-Pedersen parameters, so that everybody can verify it. The verifier
 * recomputes the commitments, see docs/decisions/0010-cggmp24.md.
 */
export interface AffGStarProof {
  /** Of statement and commitments; e_1, e_2, … are read from the stream that it seeds. 32 bytes. */
  readonly challenge: Uint8Array;
  readonly responses: readonly AffGStarResponse[];
}

/** Decoding bounds every number by its honest length; `verifyAffGStar` checks the exact ranges. */
export function affGStarProofCodec(setting: EcdsaSetting): Codec<AffGStarProof> {
  const { residue, small, large } = proofCodecs(setting);
  const response = struct<AffGStarResponse>({ z: small, zY: large, w: residue, wY: residue });
  const { repetitions } = setting.profile;
  return struct<AffGStarProof>({
    challenge: bytes(32),
    responses: list(response, { min: repetitions, max: repetitions }),
  });
}

export function affGStarTranscript(
  setting: EcdsaSetting,
  { N0, N1, C, D, Y, X }: AffineStatement,
  commitments: readonly AffGStarCommitment[],
): Transcript {
  const { element, residue, ciphertext } = proofCodecs(setting);
  const statement = encodeCbor(
    struct({ N0: residue, N1: residue, C: ciphertext, D: ciphertext, Y: ciphertext, X: element }),
    { N0: N0.modulus, N1: N1.modulus, C, D, Y, X },
  );
  const commitment = struct<AffGStarCommitment>({ A: ciphertext, R: element, B: ciphertext });
  return {
    kind: 'aff-g-star',
    statement,
    commitments: encodeCbor(list(commitment, { max: commitments.length }), commitments),
  };
}

export function affGStarSeed(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: AffineStatement,
  commitments: readonly AffGStarCommitment[],
): Uint8Array {
  return challengeSeed(setting, context, affGStarTranscript(setting, statement, commitments));
}
