import type { Ciphersuite, Element, Group } from '../groups/ciphersuite.ts';
import { affineCodec, ofPrimeOrder, scalarCodec } from '../groups/codecs.ts';
import { type PartyIndex, partyIndexCodec } from '../keys/structure.ts';
import type { Round } from '../protocol/protocol.ts';
import { bytes, type Codec, encodeCbor, list, struct, variant } from '../wire/codec.ts';
import { MAX_DIRECT_ENVELOPE_BYTES } from '../wire/envelope.ts';

/** Schnorr proof of knowledge of a_{i,0}: R = k·G, z = k + c·a_{i,0}. */
export interface Proof {
  readonly R: Element;
  readonly z: bigint;
}

/** What a dealer publishes for the quorum it stands in. */
export interface Dealing {
  /** Feldman commitments A_{i,0..t-1} to the coefficients of f_i. Its length is judged, not decoded: it is a cheat of its own. */
  readonly commitments: readonly Element[];
  readonly proof: Proof;
  /** 32 random bytes: this party's part of the chain code, and what hides the dealing in its hash commitment. */
  readonly chainCode: Uint8Array;
}

interface VerdictKinds {
  /** Everything checked out. */
  readonly accept: Record<never, never>;
  /** `accused` dealt this party a share that its commitments refute: the signed envelope, opened. */
  readonly complaint: { readonly accused: PartyIndex; readonly envelope: Uint8Array };
}
export type Verdict =
  | { readonly kind: 'accept'; readonly value: Record<never, never> }
  | { readonly kind: 'complaint'; readonly value: VerdictKinds['complaint'] };

/**
 * A receiver of many dealings has thousands of points to decode: they come with both coordinates, and the check of their
 * order is that of the sums they end in (rule 22b).
 */
export function dealingCodec({ group }: Ciphersuite): Codec<Dealing> {
  return dealingOf(group, affineCodec(group));
}

/** Dealings never change, and are hashed twice. */
const encodedDealings = new WeakMap<Dealing, Uint8Array>();

/** A dealing as it is hashed: as it was sent. Not to be changed. */
export function encodeDealing(suite: Ciphersuite, dealing: Dealing): Uint8Array {
  const encoded = encodedDealings.get(dealing) ?? encodeCbor(dealingCodec(suite), dealing);
  encodedDealings.set(dealing, encoded);
  return encoded;
}

function dealingOf(group: Group, element: Codec<Element>): Codec<Dealing> {
  return struct<Dealing>({
    commitments: list(element, { max: 255 }),
    proof: struct<Proof>({ R: element, z: scalarCodec(group) }),
    chainCode: bytes(32),
  });
}

const verdictCodec: Codec<Verdict> = variant<VerdictKinds>({
  accept: struct<Record<never, never>>({}),
  complaint: struct<VerdictKinds['complaint']>({
    accused: partyIndexCodec,
    // Whatever was dealt can be opened: a complaint too large to be read would be the complainer's fault.
    envelope: bytes({ max: MAX_DIRECT_ENVELOPE_BYTES }),
  }),
});

/** Round 1: hash of the dealing to come, so that nobody can choose its own after seeing another's. */
export const Commit: Round<Uint8Array> = { number: 1, name: 'keygen commitment hash', codec: bytes(32) };
/** Round 2: the dealing, to all; and to each member of the quorum its share, direct. */
export function Deal(suite: Ciphersuite): Round<Dealing> {
  return { number: 2, name: 'keygen dealing', codec: dealingCodec(suite) };
}
/** What round 2 must be: a point outside the prime-order subgroup convicts its dealer. */
export function StrictDeal({ group }: Ciphersuite): Round<Dealing> {
  return { number: 2, name: 'keygen dealing', codec: dealingOf(group, ofPrimeOrder(group, affineCodec(group))) };
}
/** Round 2, direct: f_i(j). */
export function DealtShare(suite: Ciphersuite): Round<bigint> {
  return { number: 2, name: 'dealt share', codec: scalarCodec(suite.group) };
}
/** Round 3: whether all was well. */
export const Judge: Round<Verdict> = { number: 3, name: 'keygen verdict', codec: verdictCodec };
/** Round 4: the identity key's signature over the key statement. */
export const Certify: Round<Uint8Array> = { number: 4, name: 'certificate signature', codec: bytes(64) };
