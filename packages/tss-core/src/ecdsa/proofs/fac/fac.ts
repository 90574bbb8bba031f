import { type Codec, struct } from '../../../wire/codec.ts';
import { signed } from '../../arithmetic/encoding.ts';
import type { PaillierPublicKey } from '../../paillier/paillierPublicKey.ts';
import type { RingPedersen } from '../../pedersen/ringPedersen.ts';
import type { EcdsaSetting } from '../../setting.ts';
import { proofSizes } from '../sizes.ts';

/** Πfac (Fig. 26): both factors of N₀ are below √N₀·2^(ℓ+ε), so neither is small. */
export interface FacStatement {
  /** The prover's. */
  readonly N0: PaillierPublicKey;
  /** The verifier's. */
  readonly pedersen: RingPedersen;
}

export interface FacSecret {
  readonly p: bigint;
  readonly q: bigint;
}

export interface FacProof {
  /** s^p·t^μ. */
  readonly P: bigint;
  /** s^q·t^ν. */
  readonly Q: bigint;
  /** s^α·t^x. */
  readonly A: bigint;
  /** s^β·t^y. */
  readonly B: bigint;
  /** Q^α·t^r. */
  readonly T: bigint;
  /** α + e·p. */
  readonly z1: bigint;
  /** β + e·q. */
  readonly z2: bigint;
  /** x + e·μ. */
  readonly w1: bigint;
  /** y + e·ν. */
  readonly w2: bigint;
  /** r − e·ν·p. */
  readonly v: bigint;
}

export function facProofCodec({ profile }: EcdsaSetting): Codec<FacProof> {
  const { residue, blinding } = proofSizes(profile);
  const { ell, epsilon, modulusBits } = profile;
  const factor = signed(ell + epsilon + 1 + Math.ceil(modulusBits / 2));
  return struct<FacProof>({
    P: residue,
    Q: residue,
    A: residue,
    B: residue,
    T: residue,
    z1: factor,
    z2: factor,
    w1: blinding,
    w2: blinding,
    v: signed(ell + epsilon + 1 + 2 * modulusBits),
  });
}
