import { bytes, type Codec, encodeCbor, list, struct } from '../../../wire/codec.ts';
import type { RingPedersen } from '../../pedersen/ringPedersen.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { challengeSeed, type Transcript } from '../challenge.ts';
import { proofCodecs } from '../codecs.ts';
import type { ProofContext } from '../context.ts';

/** Πprm (Fig. 13): s is a power of t modulo N̂. */
export interface PrmStatement {
  /** The prover's; it gives its secret ones to prove faster. */
  readonly pedersen: RingPedersen;
}

export interface PrmSecret {
  /** s = t^λ. */
  readonly lambda: bigint;
  /** φ(N̂). */
  readonly totient: bigint;
}

/** The verifier recomputes the commitments A_i = t^z_i·s^−e_i, see docs/decisions/0010-cggmp24.md. */
export interface PrmProof {
  /** Of statement and commitments; e_1, e_2, … are read from the stream that it seeds. 32 bytes. */
  readonly challenge: Uint8Array;
  /** z_i = a_i + e_i·λ mod φ(N̂). */
  readonly z: readonly bigint[];
}

/** Decoding bounds every number by its honest length; `verifyPrm` checks the exact ranges. */
export function prmProofCodec(setting: EcdsaSetting): Codec<PrmProof> {
  const { residue } = proofCodecs(setting);
  const { repetitions } = setting.profile;
  return struct<PrmProof>({ challenge: bytes(32), z: list(residue, { min: repetitions, max: repetitions }) });
}

/** @param A the commitments t^a_i */
export function prmTranscript(
  setting: EcdsaSetting,
  { pedersen: { modulus, s, t } }: PrmStatement,
  A: readonly bigint[],
): Transcript {
  const { residue } = proofCodecs(setting);
  const statement = encodeCbor(struct({ modulus: residue, s: residue, t: residue }), { modulus, s, t });
  return { kind: 'prm', statement, commitments: encodeCbor(list(residue, { max: A.length }), A) };
}

export function prmSeed(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: PrmStatement,
  A: readonly bigint[],
): Uint8Array {
  return challengeSeed(setting, context, prmTranscript(setting, statement, A));
}
