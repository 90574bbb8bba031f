import type { Element } from '../../../groups/ciphersuite.ts';
import { elementCodec, scalarCodec } from '../../../groups/codecs.ts';
import { type Codec, struct } from '../../../wire/codec.ts';
import type { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import type { RingPedersen } from '../../pedersen/ringPedersen.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { proofSizes } from '../sizes.ts';

/** Πenc-elg (Fig. 24): the plaintext x of C is in ±2^(ℓ+ε), and (B, X) is an ElGamal commitment to it under A. */
export interface EncElgStatement {
  /** The prover's; give the secret key to prove faster. */
  readonly N0: PaillierPublicKey;
  /** enc₀(x; ρ). */
  readonly C: bigint;
  readonly A: Element;
  /** b·G. */
  readonly B: Element;
  /** b·A + x·G. */
  readonly X: Element;
  /** The verifier's; give the secret one to verify faster. */
  readonly pedersen: RingPedersen;
}

export interface EncElgSecret {
  /** In ±2^ℓ. */
  readonly x: bigint;
  readonly rho: bigint;
  readonly b: bigint;
}

export interface EncElgProof {
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
  /** α + e·x. */
  readonly z1: bigint;
  /** β + e·b mod q. */
  readonly w: bigint;
  /** r·ρ^e mod N₀. */
  readonly z2: bigint;
  /** γ + e·μ. */
  readonly z3: bigint;
}

export function encElgProofCodec({ group, profile }: EcdsaSetting): Codec<EncElgProof> {
  const { residue, ciphertext, small, blinding } = proofSizes(profile);
  const element = elementCodec(group);
  return struct<EncElgProof>({
    S: residue,
    T: residue,
    D: ciphertext,
    Y: element,
    Z: element,
    z1: small,
    w: scalarCodec(group),
    z2: residue,
    z3: blinding,
  });
}
