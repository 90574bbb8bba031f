import type { Element } from '../../groups/ciphersuite.ts';
import type { Round } from '../../protocol/protocol.ts';
import { bytes, type Codec, list, struct, variant } from '../../wire/codec.ts';
import type { EcdsaGroup } from '../ecdsaGroup.ts';
import { type AffGProof, affGProofCodec } from '../proofs/affG/affG.ts';
import { type AffGStarProof, affGStarProofCodec } from '../proofs/affGStar/affGStar.ts';
import { proofCodecs } from '../proofs/codecs.ts';
import { type DecProof, decProofCodec } from '../proofs/dec/dec.ts';
import { type ElogProof, elogProofCodec } from '../proofs/elog/elog.ts';
import { type EncElgProof, encElgProofCodec } from '../proofs/encElg/encElg.ts';

/** Fig. 8, round 1, to all. */
export interface Commitment {
  /** K_i = enc_i(k_i; ρ_i). */
  readonly K: bigint;
  /** G_i = enc_i(γ_i; ν_i). */
  readonly G: bigint;
  /** Y_i, under which A_i and B_i are ElGamal commitments. */
  readonly Y: Element;
  /** A_i = (a_i·G, a_i·Y_i + k_i·G). */
  readonly A1: Element;
  readonly A2: Element;
  /** B_i = (b_i·G, b_i·Y_i + γ_i·G). */
  readonly B1: Element;
  readonly B2: Element;
}

/** Round 1, direct. */
export interface RangeProofs {
  /** ψ⁰: Πenc-elg for K_i and A_i. */
  readonly k: EncElgProof;
  /** ψ¹: Πenc-elg for G_i and B_i. */
  readonly gamma: EncElgProof;
}

/** Which of two multiplications with k_j: γ_i·k_j, or w_i·k_j, whose symbols wear a hat in the paper. */
export type Factor = 'gamma' | 'x';

/** The answer of party i to the K_j of one other signer. */
export interface Product {
  /** D_{j,i} = K_j^γ_i·enc_j(−β; s). */
  readonly D: bigint;
  /** F_{j,i} = enc_i(−β; r). */
  readonly F: bigint;
}
export type Products = { readonly [factor in Factor]: Product };

/** Round 2, to all: also what others need only in order to judge, should it come to that (rule 18). */
export interface Multiplication {
  /** Γ_i = γ_i·G. */
  readonly Gamma: Element;
  /** Πelog: it is the γ_i of B_i. */
  readonly psi: ElogProof;
  /** One for each other signer, ascending. */
  readonly products: readonly Products[];
}

/** Round 2, direct: Πaff-g for both products. */
export type ProductProofs = { readonly [factor in Factor]: AffGProof };

/** Round 3, to all. */
export interface Opening {
  readonly delta: bigint;
  /** Δ_i = k_i·Γ. */
  readonly Delta: Element;
  /** S_i = χ_i·Γ. */
  readonly S: Element;
  /** Πelog: it is the k_i of A_i. */
  readonly psi: ElogProof;
}

interface VerdictKinds {
  /** All sums hold: the identity key's signature over the presignature's statement. */
  readonly certify: Uint8Array;
  /** Σ δ_j·G ≠ Σ Δ_j: Πdec for δ_i (Fig. 9). */
  readonly gamma: DecProof;
  /** Σ δ_j·X ≠ Σ S_j: Πdec for χ_i (§4.3.1). */
  readonly x: DecProof;
}
export type Verdict =
  | { readonly kind: 'certify'; readonly value: Uint8Array }
  | { readonly kind: Factor; readonly value: DecProof };

interface ConclusionKinds {
  /** Blame: Πaff-g* for the product made for the `step`th signer after oneself, one round for each. */
  readonly product: AffGStarProof;
  /** A session that signs as well: σ_i. */
  readonly share: bigint;
}
/** What comes after the verdict, if anything does. */
export type Conclusion =
  | { readonly kind: 'product'; readonly value: AffGStarProof }
  | { readonly kind: 'share'; readonly value: bigint };

/** The rounds of a presigning among the signers of a group. */
export function presignRounds({ setting, signers }: EcdsaGroup) {
  const { element, scalar, ciphertext } = proofCodecs(setting);
  const [encElg, elog, affG] = [encElgProofCodec(setting), elogProofCodec(setting), affGProofCodec(setting)];
  const product = struct<Product>({ D: ciphertext, F: ciphertext });
  const others = signers.size - 1;
  return {
    Commit: round(
      1,
      'presign commitment',
      struct<Commitment>({
        K: ciphertext,
        G: ciphertext,
        Y: element,
        A1: element,
        A2: element,
        B1: element,
        B2: element,
      }),
    ),
    ProveRanges: round(1, 'range proofs', struct<RangeProofs>({ k: encElg, gamma: encElg })),
    Multiply: round(
      2,
      'multiplication',
      struct<Multiplication>({
        Gamma: element,
        psi: elog,
        products: list(struct<Products>({ gamma: product, x: product }), { min: others, max: others }),
      }),
    ),
    ProveProducts: round(2, 'product proofs', struct<ProductProofs>({ gamma: affG, x: affG })),
    Open: round(3, 'presign opening', struct<Opening>({ delta: scalar, Delta: element, S: element, psi: elog })),
    Judge: round<Verdict>(
      4,
      'presign verdict',
      variant<VerdictKinds>({
        certify: bytes(64),
        gamma: decProofCodec(setting),
        x: decProofCodec(setting),
      }),
    ),
    /** Rounds 5 and on, `step` counting from 1. */
    Conclude: (step: number): Round<Conclusion> =>
      round<Conclusion>(
        4 + step,
        'presign conclusion',
        variant<ConclusionKinds>({ product: affGStarProofCodec(setting), share: scalar }),
      ),
  };
}

function round<T>(number: number, name: string, codec: Codec<T>): Round<T> {
  return { number, name, codec };
}
