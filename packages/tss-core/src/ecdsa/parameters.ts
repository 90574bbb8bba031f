/**
 * Bit lengths of CGGMP24 (ePrint 2021/060 of October 2024, appendix C.1). Intervals are closed: ±2^b is
 * {-2^b, …, 2^b}. Where each number comes from: docs/decisions/0010-cggmp24.md.
 */
export interface EcdsaProfile {
  readonly name: string;
  /** Exact length of every Paillier modulus N and ring-Pedersen modulus N̂. */
  readonly modulusBits: number;
  /** κ: length of the curve's order, and of challenges e ∈ F_q. */
  readonly kappa: number;
  /** ℓ: secrets k, γ, x are in ±2^ℓ. */
  readonly ell: number;
  /** ℓ′: masks β are in ±2^ℓ′. */
  readonly ellPrime: number;
  /** ε: slack of range proofs, which accept ±2^(ℓ+ε) and ±2^(ℓ′+ε). */
  readonly epsilon: number;
  /** m: repetitions of proofs with binary challenges; each halves the chance to cheat. */
  readonly repetitions: number;
}

/** At most this many signers add up masks in one plaintext. */
const MAX_SIGNERS_BITS = 8;

/**
 * Length of the plaintexts that Πdec opens: sums of up to 2^8 masks, each of which Πaff-g lets be as large as 2^(ℓ′+ε),
 * and of products of secrets, which are far smaller. Fig. 28 says ℓ′, which honest sums exceed.
 */
export function decPlaintextBits({ ellPrime, epsilon }: EcdsaProfile): number {
  return ellPrime + epsilon + 1 + MAX_SIGNERS_BITS;
}

/** Throws RangeError, naming it, for the first inequality that does not hold. */
export function checkProfile(profile: EcdsaProfile): EcdsaProfile {
  const { name, modulusBits, kappa, ell, ellPrime, epsilon, repetitions } = profile;
  const inequalities: readonly (readonly [string, boolean])[] = [
    ['secrets are scalars: ℓ ≥ κ', ell >= kappa],
    ['masks of proofs hide e·x: ε ≥ ℓ + κ', epsilon >= ell + kappa],
    ['masks of MtA hide products: ℓ′ ≥ 3ℓ + ε', ellPrime >= 3 * ell + epsilon],
    // What Πaff-g extracts is in ±2^(ℓ′+ε+1), and must not wrap around N.
    ['accepted masks do not wrap: ℓ′ + ε + 1 < |N| − 1', ellPrime + epsilon + 1 < modulusBits - 1],
    // Πfac proves factors of at least √N/2^(ℓ+ε), hence 2^ℓ: no difference of challenges shares one.
    ['accepted factors are large: 2ℓ + ε ≤ |N|/2', 2 * ell + epsilon <= modulusBits / 2],
    ['soundness of repeated proofs: m ≥ 128', repetitions >= 128],
  ];
  for (const [inequality, holds] of inequalities) {
    if (!holds) throw new RangeError(`the profile ${name} does not satisfy: ${inequality}`);
  }
  return profile;
}

/** Whether what Πdec extracts, in ±2^(decPlaintextBits+ε+1), does not wrap around N: without it nobody may be blamed. */
export function canBlame(profile: EcdsaProfile): boolean {
  return decPlaintextBits(profile) + profile.epsilon + 1 < profile.modulusBits - 1;
}

/** For keys: 128-bit security. */
export const PROFILE_3072: EcdsaProfile = checkProfile({
  name: 'cggmp24-3072',
  modulusBits: 3072,
  kappa: 256,
  ell: 256,
  ellPrime: 1280,
  epsilon: 512,
  repetitions: 128,
});

/** For comparison with others' benchmarks only: 112-bit security, and Πdec proves nothing in it. Nodes refuse it. */
export const PROFILE_2048: EcdsaProfile = checkProfile({ ...PROFILE_3072, name: 'cggmp24-2048', modulusBits: 2048 });
