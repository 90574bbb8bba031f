import type { Element } from '../../../groups/ciphersuite.ts';
import { bytes, type Codec, encodeCbor, list, struct } from '../../../wire/codec.ts';
import { signed } from '../../arithmetic/encoding.ts';
import type { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import { decPlaintextBits } from '../../parameters.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { challengeSeed, type Transcript } from '../challenge.ts';
import { proofCodecs } from '../codecs.ts';
import type { ProofContext } from '../context.ts';

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
  /** The plaintext of K^x·D as `decrypt` gives it, in ±2^decPlaintextBits. */
  readonly y: bigint;
  /** Its randomizer, see `randomizerOf`. */
  readonly rho: bigint;
}

/** The first message of one repetition. */
export interface DecCommitment {
  /** K^−α·enc₀(β; r). */
  readonly A: bigint;
  /** β·base. */
  readonly B: Element;
  /** α·G. */
  readonly C: Element;
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

/** The verifier recomputes the commitments, see docs/decisions/0010-cggmp24.md. */
export interface DecProof {
  /** Of statement and commitments; e_1, e_2, … are read from the stream that it seeds. 32 bytes. */
  readonly challenge: Uint8Array;
  readonly responses: readonly DecResponse[];
}

/** Decoding bounds every number by its honest length; `verifyDec` checks the exact ranges. */
export function decProofCodec(setting: EcdsaSetting): Codec<DecProof> {
  const { residue, small } = proofCodecs(setting);
  const { epsilon, repetitions } = setting.profile;
  const plaintext = signed(decPlaintextBits(setting.profile) + epsilon + 1);
  return struct<DecProof>({
    challenge: bytes(32),
    responses: list(struct<DecResponse>({ z: small, w: plaintext, nu: residue }), {
      min: repetitions,
      max: repetitions,
    }),
  });
}

export function decTranscript(
  setting: EcdsaSetting,
  { N0, K, X, D, S, base }: DecStatement,
  commitments: readonly DecCommitment[],
): Transcript {
  const { element, residue, ciphertext } = proofCodecs(setting);
  const statement = encodeCbor(
    struct({ N0: residue, K: ciphertext, X: element, D: ciphertext, S: element, base: element }),
    { N0: N0.modulus, K, X, D, S, base },
  );
  const commitment = struct<DecCommitment>({ A: ciphertext, B: element, C: element });
  return {
    kind: 'dec',
    statement,
    commitments: encodeCbor(list(commitment, { max: commitments.length }), commitments),
  };
}

export function decSeed(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: DecStatement,
  commitments: readonly DecCommitment[],
): Uint8Array {
  return challengeSeed(setting, context, decTranscript(setting, statement, commitments));
}
