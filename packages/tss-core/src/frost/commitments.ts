import { concatBytes } from '@noble/hashes/utils.js';
import type { Ciphersuite, Element, Group } from '../groups/ciphersuite.ts';
import { elementCodec, pointCodec } from '../groups/codecs.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { type Codec, struct } from '../wire/codec.ts';

/** The public side of a nonce pair: D = d·G and E = e·G. */
export interface NonceCommitment {
  readonly hiding: Element;
  readonly binding: Element;
}

/** Every signer's commitment for one message. */
export type CommitmentList = ReadonlyMap<PartyIndex, NonceCommitment>;

/**
 * Of whatever order: a signature that verifies without multiplying by the cofactor, under a prime-order key, has a
 * prime-order R (rule 22c). One that does not verify has these points checked before anybody's share is.
 */
export function nonceCommitmentCodec(group: Group): Codec<NonceCommitment> {
  return struct<NonceCommitment>({ hiding: pointCodec(group), binding: pointCodec(group) });
}

/** The same with points of prime order alone, by which a sender is judged. */
export function strictNonceCommitmentCodec(group: Group): Codec<NonceCommitment> {
  return struct<NonceCommitment>({ hiding: elementCodec(group), binding: elementCodec(group) });
}

/** RFC 9591 §4.3 encode_group_commitment_list: (identifier, D, E) of each signer, ascending whatever the map's order. */
export function encodeGroupCommitmentList({ group }: Ciphersuite, commitments: CommitmentList): Uint8Array {
  const sorted = [...commitments].sort(([a], [b]) => a - b);
  const entries = sorted.flatMap(([party, { hiding, binding }]) => [
    group.encodeScalar(BigInt(party)),
    group.encodeElement(hiding),
    group.encodeElement(binding),
  ]);
  return concatBytes(...entries);
}
