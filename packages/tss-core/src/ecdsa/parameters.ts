/**
 * Bit lengths of CGGMP24 (ePrint 2021/060 of October 2024, appendix C.1). Intervals are closed: ±2^b is
 * {-2^b, …, 2^b}. See docs/decisions/0010-cggmp24.md for where each number comes from.
 */
export interface EcdsaProfile {
  readonly name: string;
  /** Exact length of every Paillier modulus N and ring-Pedersen modulus N̂. */
  readonly modulusBits: number;
  /** κ: length of the curve's order, and of challenges e ∈ ±q/2. */
  readonly kappa: number;
  /** ℓ: honest secrets k, γ, x are in ±2^ℓ. */
  readonly ell: number;
  /** ℓ′: honest masks β are in ±2^ℓ′. */
  readonly ellPrime: number;
  /** ε: slack of range proofs, which accept ±2^(ℓ+ε). */
  readonly epsilon: number;
  /** m: repetitions of proofs with binary challenges. */
  readonly repetitions: number;
}

/** For keys: 128-bit security. */
export const PROFILE_3072: EcdsaProfile = {
  name: 'cggmp24-3072',
  modulusBits: 3072,
  kappa: 256,
  ell: 256,
  ellPrime: 1280,
  epsilon: 512,
  repetitions: 128,
};
