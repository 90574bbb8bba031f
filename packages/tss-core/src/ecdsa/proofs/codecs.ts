import type { Element } from '../../groups/ciphersuite.ts';
import { elementCodec, scalarCodec } from '../../groups/codecs.ts';
import type { Codec } from '../../wire/codec.ts';
import { natural, signed } from '../arithmetic/encoding.ts';
import type { EcdsaSetting } from '../setting.ts';

/**
 * The encodings of what proofs are made of, in challenges and on the wire. Each has the size that honest values have:
 * a decoder refuses longer ones, so a peer cannot make a verifier raise to enormous powers. Exact ranges are checked by
 * the verifiers.
 */
export interface ProofCodecs {
  /** A point of the curve, not the identity. */
  readonly element: Codec<Element>;
  /** From 0 to q−1. */
  readonly scalar: Codec<bigint>;
  /** N, N̂ and what is modulo them. */
  readonly residue: Codec<bigint>;
  /** Modulo N². */
  readonly ciphertext: Codec<bigint>;
  /** In ±2^(ℓ+ε). */
  readonly small: Codec<bigint>;
  /** In ±2^(ℓ′+ε). */
  readonly large: Codec<bigint>;
  /** Exponents of t, in ±2^(ℓ+ε+1)·N̂. */
  readonly blinding: Codec<bigint>;
}

export function proofCodecs({ group, profile }: EcdsaSetting): ProofCodecs {
  const { modulusBits, ell, ellPrime, epsilon } = profile;
  return {
    element: elementCodec(group),
    scalar: scalarCodec(group),
    residue: natural(modulusBits),
    ciphertext: natural(2 * modulusBits),
    // One bit more than 2^(ℓ+ε)−1 has, for the end of the interval.
    small: signed(ell + epsilon + 1),
    large: signed(ellPrime + epsilon + 1),
    blinding: signed(ell + epsilon + 1 + modulusBits),
  };
}
