import { bytes, type Codec, list, struct } from '../../../wire/codec.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { proofSizes } from '../sizes.ts';

/** What answers one bit of the challenge of Πaff-g* (Fig. 27). */
export interface AffGStarResponse {
  /** α + e·x. */
  readonly z: bigint;
  /** β + e·y: z′ in the paper. */
  readonly zy: bigint;
  /** r·ρ^e mod N₀. */
  readonly w: bigint;
  /** s·ρ_y^e mod N₁: λ in the paper. */
  readonly wY: bigint;
}

/** Πaff-g* (Fig. 27): Πaff-g without ring-Pedersen parameters, for everybody to verify. Commitments are recomputed. */
export interface AffGStarProof {
  /** Hash of statement and commitments, whose first bits are e_1, e_2, …: 32 bytes. */
  readonly challenge: Uint8Array;
  readonly responses: readonly AffGStarResponse[];
}

export function affGStarProofCodec({ profile }: EcdsaSetting): Codec<AffGStarProof> {
  const { residue, small, large } = proofSizes(profile);
  const response = struct<AffGStarResponse>({ z: small, zy: large, w: residue, wY: residue });
  const { repetitions } = profile;
  return struct<AffGStarProof>({
    challenge: bytes(32),
    responses: list(response, { min: repetitions, max: repetitions }),
  });
}
