import { bytes, type Codec, list, struct } from '../../../wire/codec.ts';
import type { RingPedersen } from '../../pedersen/ringPedersen.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { proofSizes } from '../sizes.ts';

/** Πprm (Fig. 13): s is a power of t modulo N̂. */
export interface PrmStatement {
  readonly pedersen: RingPedersen;
}

/** The commitments A_i = t^z_i·s^−e_i are recomputed by the verifier, see docs/decisions/0010-cggmp24.md. */
export interface PrmProof {
  /** Hash of statement and commitments, whose first bits are e_1, e_2, …: 32 bytes. */
  readonly challenge: Uint8Array;
  /** z_i = a_i + e_i·λ mod φ(N̂). */
  readonly z: readonly bigint[];
}

export function prmProofCodec({ profile }: EcdsaSetting): Codec<PrmProof> {
  const { residue } = proofSizes(profile);
  const { repetitions } = profile;
  return struct<PrmProof>({ challenge: bytes(32), z: list(residue, { min: repetitions, max: repetitions }) });
}
