import type { Element } from '../../../groups/ciphersuite.ts';
import { elementCodec } from '../../../groups/codecs.ts';
import { type Codec, struct } from '../../../wire/codec.ts';
import type { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import type { RingPedersen } from '../../pedersen/ringPedersen.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { proofSizes } from '../sizes.ts';

/**
 * What Πaff-g and Πaff-g* are about: D = C^x·enc₀(y; ρ), Y = enc₁(y; ρ_y), X = x·G, with x in ±2^(ℓ+ε) and y in
 * ±2^(ℓ′+ε). In MtA y is −β for both ciphertexts (cf. Fig. 8): see docs/decisions/0010-cggmp24.md.
 */
export interface AffineStatement {
  /** The receiver's. */
  readonly N0: PaillierPublicKey;
  /** The prover's. */
  readonly N1: PaillierPublicKey;
  readonly C: bigint;
  readonly D: bigint;
  readonly Y: bigint;
  readonly X: Element;
}

export interface AffineSecret {
  /** In ±2^ℓ. */
  readonly x: bigint;
  /** In ±2^ℓ′. */
  readonly y: bigint;
  /** Modulo N₀. */
  readonly rho: bigint;
  /** Modulo N₁. */
  readonly rhoY: bigint;
}

/** Πaff-g (Fig. 25). Give secret keys where known, to prove or verify faster. */
export interface AffGStatement extends AffineStatement {
  /** The verifier's. */
  readonly pedersen: RingPedersen;
}

export interface AffGProof {
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

export function affGProofCodec({ group, profile }: EcdsaSetting): Codec<AffGProof> {
  const { residue, ciphertext, small, large, blinding } = proofSizes(profile);
  return struct<AffGProof>({
    A: ciphertext,
    Bx: elementCodec(group),
    By: ciphertext,
    E: residue,
    S: residue,
    F: residue,
    T: residue,
    z1: small,
    z2: large,
    z3: blinding,
    z4: blinding,
    w: residue,
    wY: residue,
  });
}
