import type { Element } from '../../../groups/ciphersuite.ts';
import { elementCodec, scalarCodec } from '../../../groups/codecs.ts';
import { type Codec, struct } from '../../../wire/codec.ts';
import type { EcdsaSetting } from '../../setting.ts';

/** Πelog (Fig. 23): (L, M) is an ElGamal commitment under X to the discrete logarithm y of Y to the base h. */
export interface ElogStatement {
  /** λ·G. */
  readonly L: Element;
  /** y·G + λ·X. */
  readonly M: Element;
  readonly X: Element;
  /** y·h. */
  readonly Y: Element;
  readonly h: Element;
}

export interface ElogSecret {
  readonly y: bigint;
  readonly lambda: bigint;
}

export interface ElogProof {
  /** α·G. */
  readonly A: Element;
  /** m·G + α·X. */
  readonly N: Element;
  /** m·h. */
  readonly B: Element;
  /** α + e·λ mod q. */
  readonly z: bigint;
  /** m + e·y mod q. */
  readonly u: bigint;
}

export function elogProofCodec({ group }: EcdsaSetting): Codec<ElogProof> {
  const element = elementCodec(group);
  const scalar = scalarCodec(group);
  return struct<ElogProof>({ A: element, N: element, B: element, z: scalar, u: scalar });
}
