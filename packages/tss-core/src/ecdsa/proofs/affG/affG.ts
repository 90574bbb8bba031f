import type { Element } from '../../../groups/ciphersuite.ts';
import { type Codec, encodeCbor, struct } from '../../../wire/codec.ts';
import type { RingPedersen } from '../../pedersen/ringPedersen.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { challengeSeed, scalarChallenge, type Transcript } from '../challenge.ts';
import { proofCodecs } from '../codecs.ts';
import type { ProofContext } from '../context.ts';
import type { AffineStatement } from './affine.ts';

/** Πaff-g (Fig. 25). Who owns N₀, N₁ or the parameters gives the secret ones, to prove or verify faster. */
export interface AffGStatement extends AffineStatement {
  /** The verifier's. */
  readonly pedersen: RingPedersen;
}

export interface AffGCommitments {
  /** C^α·enc₀(β; r). */
  readonly A: bigint;
  /** α·G. */
  readonly Bx: Element;
  /** enc₁(β; r_y). */
  readonly By: bigint;
  /** s^α·t^γ. */
  readonly E: bigint;
  /** s^x·t^m. */
  readonly S: bigint;
  /** s^β·t^δ. */
  readonly F: bigint;
  /** s^y·t^μ. */
  readonly T: bigint;
}

export interface AffGProof extends AffGCommitments {
  /** α + e·x. */
  readonly z1: bigint;
  /** β + e·y. */
  readonly z2: bigint;
  /** γ + e·m. */
  readonly z3: bigint;
  /** δ + e·μ. */
  readonly z4: bigint;
  /** r·ρ^e mod N₀. */
  readonly w: bigint;
  /** r_y·ρ_y^e mod N₁. */
  readonly wY: bigint;
}

function commitmentFields(setting: EcdsaSetting) {
  const { element, residue, ciphertext } = proofCodecs(setting);
  return { A: ciphertext, Bx: element, By: ciphertext, E: residue, S: residue, F: residue, T: residue };
}

/** Decoding bounds every number by its honest length; `verifyAffG` checks the exact ranges. */
export function affGProofCodec(setting: EcdsaSetting): Codec<AffGProof> {
  const { residue, small, large, blinding } = proofCodecs(setting);
  return struct<AffGProof>({
    ...commitmentFields(setting),
    z1: small,
    z2: large,
    z3: blinding,
    z4: blinding,
    w: residue,
    wY: residue,
  });
}

export function affGTranscript(
  setting: EcdsaSetting,
  { N0, N1, C, D, Y, X, pedersen }: AffGStatement,
  commitments: AffGCommitments,
): Transcript {
  const { element, residue, ciphertext } = proofCodecs(setting);
  const statement = encodeCbor(
    struct({
      N0: residue,
      N1: residue,
      C: ciphertext,
      D: ciphertext,
      Y: ciphertext,
      X: element,
      modulus: residue,
      s: residue,
      t: residue,
    }),
    { N0: N0.modulus, N1: N1.modulus, C, D, Y, X, modulus: pedersen.modulus, s: pedersen.s, t: pedersen.t },
  );
  return {
    kind: 'aff-g',
    statement,
    commitments: encodeCbor(struct<AffGCommitments>(commitmentFields(setting)), commitments),
  };
}

export function affGChallenge(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: AffGStatement,
  commitments: AffGCommitments,
): bigint {
  const transcript = affGTranscript(setting, statement, commitments);
  return scalarChallenge(challengeSeed(setting, context, transcript), setting.group.order);
}
