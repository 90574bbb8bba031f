import type { Element } from '../../../groups/ciphersuite.ts';
import { elementCodec, scalarCodec } from '../../../groups/codecs.ts';
import { type Codec, struct } from '../../../wire/codec.ts';
import type { EcdsaSetting } from '../../setting.ts';

/** Πsch (Fig. 22): I know x with X = x·G. */
export interface SchStatement {
  readonly X: Element;
}

export interface SchSecret {
  readonly x: bigint;
}

export interface SchProof {
  /** α·G. */
  readonly A: Element;
  /** α + e·x mod q. */
  readonly z: bigint;
}

export function schProofCodec({ group }: EcdsaSetting): Codec<SchProof> {
  return struct<SchProof>({ A: elementCodec(group), z: scalarCodec(group) });
}
