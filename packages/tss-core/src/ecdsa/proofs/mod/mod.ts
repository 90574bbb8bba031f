import { bool, type Codec, encodeCbor, list, struct } from '../../../wire/codec.ts';
import type { EcdsaProfile } from '../../parameters.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { challengeSeed, type Transcript, unitChallenge } from '../challenge.ts';
import { proofCodecs } from '../codecs.ts';
import type { ProofContext } from '../context.ts';

/** Πmod (Fig. 12): N is a product of two primes that are 3 mod 4, and gcd(N, φ(N)) = 1. */
export interface ModStatement {
  readonly N: bigint;
}

export interface ModSecret {
  readonly p: bigint;
  readonly q: bigint;
}

export interface ModCommitments {
  /** A unit of Jacobi symbol −1. */
  readonly w: bigint;
}

/** The answer to one challenge y. */
export interface ModResponse {
  /** x⁴ = (−1)^a·w^b·y. */
  readonly x: bigint;
  readonly a: boolean;
  readonly b: boolean;
  /** z^N = y. */
  readonly z: bigint;
}

export interface ModProof extends ModCommitments {
  readonly responses: readonly ModResponse[];
}

/** §5.2: of a wrong N a proof is accepted with probability 2^(1−repetitions). */
export function modRepetitions({ repetitions }: EcdsaProfile): number {
  return repetitions + 1;
}

/** Decoding bounds every number by its honest length; `verifyMod` checks the exact ranges. */
export function modProofCodec(setting: EcdsaSetting): Codec<ModProof> {
  const { residue } = proofCodecs(setting);
  const response = struct<ModResponse>({ x: residue, a: bool, b: bool, z: residue });
  const count = modRepetitions(setting.profile);
  return struct<ModProof>({ w: residue, responses: list(response, { min: count, max: count }) });
}

export function modTranscript(setting: EcdsaSetting, { N }: ModStatement, { w }: ModCommitments): Transcript {
  const { residue } = proofCodecs(setting);
  const statement = encodeCbor(struct<ModStatement>({ N: residue }), { N });
  return { kind: 'mod', statement, commitments: encodeCbor(struct<ModCommitments>({ w: residue }), { w }) };
}

/** y_1, y_2, …: uniform units of Z*_N, so that none is a unit by the prover's grace. */
export function modChallenge(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: ModStatement,
  commitments: ModCommitments,
): readonly bigint[] {
  const seed = challengeSeed(setting, context, modTranscript(setting, statement, commitments));
  return unitChallenge(seed, statement.N, modRepetitions(setting.profile));
}
