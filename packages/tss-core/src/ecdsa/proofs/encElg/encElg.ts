import type { Element } from '../../../groups/ciphersuite.ts';
import { type Codec, encodeCbor, struct } from '../../../wire/codec.ts';
import type { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import type { RingPedersen } from '../../pedersen/ringPedersen.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { challengeSeed, scalarChallenge, type Transcript } from '../challenge.ts';
import { proofCodecs } from '../codecs.ts';
import type { ProofContext } from '../context.ts';

/** Πenc-elg (Fig. 24): the plaintext x of C is in ±2^(ℓ+ε), and (B, X) is an ElGamal commitment to it under A. */
export interface EncElgStatement {
  /** The prover's; it gives its secret key to prove faster. */
  readonly N0: PaillierPublicKey;
  /** enc₀(x; ρ). */
  readonly C: bigint;
  readonly A: Element;
  /** b·G. */
  readonly B: Element;
  /** b·A + x·G. */
  readonly X: Element;
  /** The verifier's; it gives its secret ones to verify faster. */
  readonly pedersen: RingPedersen;
}

export interface EncElgSecret {
  /** In ±2^ℓ. */
  readonly x: bigint;
  readonly rho: bigint;
  readonly b: bigint;
}

export interface EncElgCommitments {
  /** s^x·t^μ. */
  readonly S: bigint;
  /** s^α·t^γ. */
  readonly T: bigint;
  /** enc₀(α; r). */
  readonly D: bigint;
  /** β·A + α·G. */
  readonly Y: Element;
  /** β·G. */
  readonly Z: Element;
}

export interface EncElgProof extends EncElgCommitments {
  /** α + e·x. */
  readonly z1: bigint;
  /** β + e·b mod q. */
  readonly w: bigint;
  /** r·ρ^e mod N₀. */
  readonly z2: bigint;
  /** γ + e·μ. */
  readonly z3: bigint;
}

function commitmentFields(setting: EcdsaSetting) {
  const { element, residue, ciphertext } = proofCodecs(setting);
  return { S: residue, T: residue, D: ciphertext, Y: element, Z: element };
}

/** Decoding bounds every number by its honest length; `verifyEncElg` checks the exact ranges. */
export function encElgProofCodec(setting: EcdsaSetting): Codec<EncElgProof> {
  const { scalar, residue, small, blinding } = proofCodecs(setting);
  return struct<EncElgProof>({
    ...commitmentFields(setting),
    z1: small,
    w: scalar,
    z2: residue,
    z3: blinding,
  });
}

export function encElgTranscript(
  setting: EcdsaSetting,
  { N0, C, A, B, X, pedersen }: EncElgStatement,
  commitments: EncElgCommitments,
): Transcript {
  const { element, residue, ciphertext } = proofCodecs(setting);
  const statement = encodeCbor(
    struct({
      N0: residue,
      C: ciphertext,
      A: element,
      B: element,
      X: element,
      modulus: residue,
      s: residue,
      t: residue,
    }),
    { N0: N0.modulus, C, A, B, X, modulus: pedersen.modulus, s: pedersen.s, t: pedersen.t },
  );
  return {
    kind: 'enc-elg',
    statement,
    commitments: encodeCbor(struct<EncElgCommitments>(commitmentFields(setting)), commitments),
  };
}

export function encElgChallenge(
  setting: EcdsaSetting,
  context: ProofContext,
  statement: EncElgStatement,
  commitments: EncElgCommitments,
): bigint {
  const transcript = encElgTranscript(setting, statement, commitments);
  return scalarChallenge(challengeSeed(setting, context, transcript), setting.group.order);
}
