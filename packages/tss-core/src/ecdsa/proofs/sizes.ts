import type { Codec } from '../../wire/codec.ts';
import { natural, signed } from '../arithmetic/encoding.ts';
import type { EcdsaProfile } from '../parameters.ts';

/**
 * How large the numbers of honest proofs get. A codec refuses longer ones, so a peer cannot make a verifier raise to
 * enormous powers. Exact ranges are checked by the verifiers.
 */
export interface ProofSizes {
  /** Modulo N or N̂. */
  readonly residue: Codec<bigint>;
  /** Modulo N². */
  readonly ciphertext: Codec<bigint>;
  /** In ±2^(ℓ+ε). */
  readonly small: Codec<bigint>;
  /** In ±2^(ℓ′+ε). */
  readonly large: Codec<bigint>;
  /** Exponents of t: within ±2^(ℓ+ε+1)·N̂. */
  readonly blinding: Codec<bigint>;
}

export function proofSizes({ modulusBits, ell, ellPrime, epsilon }: EcdsaProfile): ProofSizes {
  return {
    residue: natural(modulusBits),
    ciphertext: natural(2 * modulusBits),
    small: signed(ell + epsilon + 1),
    large: signed(ellPrime + epsilon + 1),
    blinding: signed(ell + epsilon + 1 + modulusBits),
  };
}
