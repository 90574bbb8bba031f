import { bool, bytes, type Codec, choice, list, mapped, struct, text, uint } from '../wire/codec.ts';

/** A party's index inside one key: 1 to 65535, the x-coordinate of its shares, never zero, never reused in the key. */
export type PartyIndex = number & { readonly __brand: 'PartyIndex' };

/** The largest number of parties of a key. */
export const MAX_PARTIES = 255;
/** The largest number of quorums of a key. */
export const MAX_QUORUMS = 8;

/** Throws RangeError for what is no integer from 1 to 65535. */
export function partyIndex(value: number): PartyIndex {
  if (!Number.isInteger(value) || value < 1 || value > 0xffff) {
    throw new RangeError(`a party index is an integer from 1 to 65535, got ${value}`);
  }
  return value as PartyIndex;
}

/** Schemes of Schnorr signatures, made by FROST. */
export const SCHEMES = [
  'frost-ed25519',
  'frost-ed448',
  'frost-p256',
  'frost-ristretto255',
  'frost-secp256k1',
  'frost-secp256k1-tr',
] as const;
/** Schemes of ECDSA signatures, made by CGGMP24. Their keys come from the same keygen. */
export const ECDSA_SCHEMES = ['ecdsa-p256', 'ecdsa-secp256k1'] as const;
/** A scheme that `frostSign` signs for. */
export type FrostSchemeId = (typeof SCHEMES)[number];
/** A scheme that `@quorate/tss-core/ecdsa` signs for. */
export type EcdsaSchemeId = (typeof ECDSA_SCHEMES)[number];
/** The one signature scheme of a key (one scheme per key, always). */
export type SchemeId = FrostSchemeId | EcdsaSchemeId;

/** Whether keys of a scheme sign by ECDSA, and need an aux generation. */
export function isEcdsaScheme(scheme: SchemeId): scheme is EcdsaSchemeId {
  return ECDSA_SCHEMES.some((known) => known === scheme);
}

/** A node in its cryptographic role inside one key. */
export interface Party {
  readonly index: PartyIndex;
  /** The node's id in the cluster file, e.g. `node-1`. */
  readonly node: string;
}

/** `threshold` of `members` must take part. Members are strictly ascending. */
export interface Quorum {
  readonly threshold: number;
  readonly members: readonly PartyIndex[];
}

/** Who may sign: every quorum must reach its threshold. x = Σ over quorums of x_q, each shared t_q-of-n_q by Shamir. */
export interface KeyStructure {
  readonly scheme: SchemeId;
  /** Strictly ascending by index; node ids are distinct; every party stands in at least one quorum. */
  readonly parties: readonly Party[];
  readonly quorums: readonly Quorum[];
  /** Whoever ordered the key accepted that the loss of one device can lose it; recorded in its certificate. */
  readonly lossAccepted: boolean;
}

/** For each quorum, in order, the exactly `threshold` members that sign in one session. */
export type Assignment = readonly (readonly PartyIndex[])[];

/** What a node may be called in a cluster file. */
export const NODE_ID = /^[a-z0-9][a-z0-9-]{0,31}$/;
/** What a key may be called. */
export const KEY_NAME = /^[a-z0-9][a-z0-9-]{0,47}$/;

/** Decoding refuses zero. */
export const partyIndexCodec: Codec<PartyIndex> = mapped(
  uint(0xffff, 1),
  (value) => partyIndex(value),
  (index) => index,
);
/** One of the names in SCHEMES and ECDSA_SCHEMES. */
export const schemeCodec: Codec<SchemeId> = choice(...SCHEMES, ...ECDSA_SCHEMES);
/** Decoding checks that the index is not zero and the id is a node's. */
export const partyCodec: Codec<Party> = struct<Party>({ index: partyIndexCodec, node: text(32, NODE_ID) });
const quorumCodec = struct<Quorum>({
  threshold: uint(MAX_PARTIES, 1),
  members: list(partyIndexCodec, { min: 1, max: MAX_PARTIES }),
});
const rawStructureCodec = struct<KeyStructure>({
  scheme: schemeCodec,
  parties: list(partyCodec, { min: 1, max: MAX_PARTIES }),
  quorums: list(quorumCodec, { min: 1, max: MAX_QUORUMS }),
  lossAccepted: bool,
});
/** Decoding checks the whole structure, see `checkStructure`. */
export const structureCodec: Codec<KeyStructure> = mapped(rawStructureCodec, checkStructure, (s) => s);
/** Decoding checks shapes and sizes; `checkAssignment` checks that these may sign. */
export const assignmentCodec: Codec<Assignment> = list(list(partyIndexCodec, { min: 1, max: MAX_PARTIES }), {
  min: 1,
  max: MAX_QUORUMS,
});
/** A hash, an id, 32 random bytes. */
export const bytes32 = bytes(32);

function strictlyAscending(indices: readonly number[]): boolean {
  return indices.every((index, i) => i === 0 || index > (indices[i - 1] ?? 0));
}

/**
 * Returns the structure if it is sound, else throws an Error whose sentence says what is wrong. Every quorum of a
 * conjunction is required, so quorums are disjoint: "2 of {a,b,c} AND 1 of {c,h}" would sign without h.
 */
export function checkStructure(structure: KeyStructure): KeyStructure {
  const { parties, quorums } = structure;
  if (quorums.length === 0) throw new Error('a key has at least one quorum');
  const indices = parties.map((party) => party.index);
  if (!strictlyAscending(indices)) throw new Error('party indices must be strictly ascending');
  if (new Set(parties.map((party) => party.node)).size !== parties.length) throw new Error('a node appears twice');
  for (const [q, quorum] of quorums.entries()) checkQuorum(quorum, q, indices);
  const seats = quorums.flatMap((quorum) => quorum.members);
  if (new Set(seats).size !== seats.length)
    throw new Error('a party stands in two quorums, so one could be met without the other');
  for (const index of indices) if (!seats.includes(index)) throw new Error(`party ${index} stands in no quorum`);
  if (quorums.length === 1 && quorums[0]?.threshold === 1) {
    throw new Error('a key whose only quorum has threshold 1 would exist whole on every node');
  }
  if (!structure.lossAccepted) refuseSilentLoss(quorums);
  return structure;
}

function refuseSilentLoss(quorums: readonly Quorum[]): void {
  const q = quorums.findIndex((quorum) => quorum.threshold === quorum.members.length);
  if (q < 0) return;
  throw new Error(
    `quorum ${q + 1} needs all its members, so losing one device loses the key; accept that explicitly or add a member`,
  );
}

function checkQuorum(quorum: Quorum, q: number, indices: readonly PartyIndex[]): void {
  if (!strictlyAscending(quorum.members)) throw new Error(`members of quorum ${q + 1} must be strictly ascending`);
  for (const member of quorum.members) {
    if (!indices.includes(member))
      throw new Error(`quorum ${q + 1} names party ${member}, which the key does not have`);
  }
  if (!Number.isInteger(quorum.threshold) || quorum.threshold < 1) {
    throw new Error(`the threshold of quorum ${q + 1} must be a positive integer, got ${quorum.threshold}`);
  }
  if (quorum.threshold > quorum.members.length) {
    throw new Error(`quorum ${q + 1} wants ${quorum.threshold} of ${quorum.members.length} members`);
  }
}

/** The party that this node is in the key, if it is one. */
export function partyOf(structure: KeyStructure, node: string): Party | undefined {
  return structure.parties.find((party) => party.node === node);
}
