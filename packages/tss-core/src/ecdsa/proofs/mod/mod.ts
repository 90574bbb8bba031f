import { bool, type Codec, list, struct } from '../../../wire/codec.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { proofSizes } from '../sizes.ts';

/** Πmod (Fig. 12): N is a product of two primes that are 3 mod 4, and gcd(N, φ(N)) = 1. */
export interface ModStatement {
  readonly N: bigint;
}

/** The answer to one challenge y: z^N = y, x⁴ = (−1)^a·w^b·y. */
export interface ModResponse {
  readonly x: bigint;
  readonly a: boolean;
  readonly b: boolean;
  readonly z: bigint;
}

export interface ModProof {
  /** Of Jacobi symbol −1. */
  readonly w: bigint;
  readonly responses: readonly ModResponse[];
}

export function modProofCodec({ profile }: EcdsaSetting): Codec<ModProof> {
  const { residue } = proofSizes(profile);
  const response = struct<ModResponse>({ x: residue, a: bool, b: bool, z: residue });
  const { repetitions } = profile;
  return struct<ModProof>({ w: residue, responses: list(response, { min: repetitions, max: repetitions }) });
}
