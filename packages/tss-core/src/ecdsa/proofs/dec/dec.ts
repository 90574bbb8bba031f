import type { Element } from '../../../groups/ciphersuite.ts';
import { bytes, type Codec, list, struct } from '../../../wire/codec.ts';
import { signed } from '../../arithmetic/encoding.ts';
import type { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import type { EcdsaProfile } from '../../parameters.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { proofSizes } from '../sizes.ts';

/**
 * Πdec (Fig. 28): the plaintext y of K^x·D is the discrete logarithm of S to the base `base`, and X = x·G. The base is
 * the generator in the failed-nonce procedure and Γ in the failed-chi one.
 */
export interface DecStatement {
  /** The prover's. */
  readonly N0: PaillierPublicKey;
  readonly K: bigint;
  readonly X: Element;
  readonly D: bigint;
  /** y·base. */
  readonly S: Element;
  readonly base: Element;
}

export interface DecSecret {
  /** In ±2^ℓ. */
  readonly x: bigint;
  /** The plaintext as an integer, in ±2^decBits: see `decPlaintextBits`. */
  readonly y: bigint;
  /** K^x·D = enc₀(y; ρ). */
  readonly rho: bigint;
}

/** What answers one bit of the challenge. */
export interface DecResponse {
  /** α + e·x. */
  readonly z: bigint;
  /** β + e·y. */
  readonly w: bigint;
  /** r·ρ^e mod N₀: ν in the paper. */
  readonly nu: bigint;
}

/** The commitments are recomputed by the verifier. */
export interface DecProof {
  /** Hash of statement and commitments, whose first bits are e_1, e_2, …: 32 bytes. */
  readonly challenge: Uint8Array;
  readonly responses: readonly DecResponse[];
}

/** At most 2^8 masks of up to 2^(ℓ′+ε) each, as Πaff-g lets pass, add up in one plaintext; products of secrets are far smaller. */
export function decPlaintextBits({ ellPrime, epsilon }: EcdsaProfile): number {
  return ellPrime + epsilon + 1 + 8;
}

export function decProofCodec({ profile }: EcdsaSetting): Codec<DecProof> {
  const { residue, small } = proofSizes(profile);
  const plaintext = signed(decPlaintextBits(profile) + profile.epsilon + 1);
  const { repetitions } = profile;
  return struct<DecProof>({
    challenge: bytes(32),
    responses: list(struct<DecResponse>({ z: small, w: plaintext, nu: residue }), {
      min: repetitions,
      max: repetitions,
    }),
  });
}
