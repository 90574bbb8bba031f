import type { Element } from '../../../groups/ciphersuite.ts';
import type { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';

/**
 * What Πaff-g and Πaff-g* are about: D = C^x·enc₀(y; ρ), Y = enc₁(y; ρ_y), X = x·G, with x in ±2^(ℓ+ε) and y in
 * ±2^(ℓ′+ε). In MtA y is −β in both ciphertexts: see docs/decisions/0010-cggmp24.md.
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
