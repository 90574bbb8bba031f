import { equalBytes } from '../../bytes.ts';
import type { Ciphersuite } from '../../groups/ciphersuite.ts';
import { elementCodec } from '../../groups/codecs.ts';
import { type PartyIndex, partyIndexCodec } from '../../keys/structure.ts';
import { MAX_BATCH_PAIRS } from '../../session/reservation.ts';
import { bytes, type Codec, decodeCbor, encodeCbor, list, struct, uint } from '../../wire/codec.ts';
import type { SessionHeader } from '../../wire/envelope.ts';
import { type StatementType, signStatement, statementHash, verifyStatement } from '../../wire/statement.ts';
import type { NonceCommitment } from '../commitments.ts';

/** D and E of one nonce pair as its scheme encodes points; not decoded, since what they are depends on the key. */
export interface EncodedCommitment {
  readonly hiding: Uint8Array;
  readonly binding: Uint8Array;
}

/** Nonce commitments that a node gives its peers in advance, so that signing takes one round (cryptography.md, rule 16). */
export interface CommitmentBatch extends Omit<SessionHeader, 'session'> {
  readonly party: PartyIndex;
  /** 1 to `MAX_BATCH_PAIRS`, used in this order. */
  readonly commitments: readonly EncodedCommitment[];
}

/** What a node gives its peers: its commitments, and that they are its own. */
export interface SignedBatch {
  readonly batch: CommitmentBatch;
  /** 64 bytes by the node's identity key. */
  readonly signature: Uint8Array;
}

const encodedElement = bytes({ min: 32, max: 57 });
const batchCodec: Codec<CommitmentBatch> = struct<CommitmentBatch>({
  cluster: bytes(32),
  key: bytes(32),
  epoch: uint(0xffffffff),
  party: partyIndexCodec,
  commitments: list(struct<EncodedCommitment>({ hiding: encodedElement, binding: encodedElement }), {
    min: 1,
    max: MAX_BATCH_PAIRS,
  }),
});
/** Decoding checks shapes and sizes; `isBatchOf` checks whose it is. */
export const signedBatchCodec: Codec<SignedBatch> = struct<SignedBatch>({ batch: batchCodec, signature: bytes(64) });
/** The largest encoded SignedBatch, in bytes. */
export const MAX_SIGNED_BATCH_BYTES = 256 + MAX_BATCH_PAIRS * 128;

const batchType: StatementType<CommitmentBatch> = { tag: 'quorate/commitments/1', codec: batchCodec };

/**
 * The id of a batch is the hash of all that is in it. So whoever names a batch names every commitment in it: two
 * different batches cannot go under one id, and the id of a session that uses them fixes its commitment list.
 * @returns 32 bytes
 */
export function batchId(batch: CommitmentBatch): Uint8Array {
  return statementHash(batchType, batch);
}

/** @param commitments of fresh nonce pairs, 1 to `MAX_BATCH_PAIRS` */
export function signBatch(
  { group }: Ciphersuite,
  owner: Omit<CommitmentBatch, 'commitments'>,
  commitments: readonly NonceCommitment[],
  identitySecret: Uint8Array,
): SignedBatch {
  const encoded = commitments.map(({ hiding, binding }) => ({
    hiding: group.encodeElement(hiding),
    binding: group.encodeElement(binding),
  }));
  const { cluster, key, epoch, party } = owner;
  const batch = { cluster, key, epoch, party, commitments: encoded };
  return { batch, signature: signStatement(batchType, batch, identitySecret) };
}

/** Whether this party gave the batch, for this key and epoch. Its commitments are not decoded. */
export function isBatchOf(
  { batch, signature }: SignedBatch,
  owner: Omit<CommitmentBatch, 'commitments'>,
  identity: Uint8Array,
): boolean {
  return (
    equalBytes(batch.cluster, owner.cluster) &&
    equalBytes(batch.key, owner.key) &&
    batch.epoch === owner.epoch &&
    batch.party === owner.party &&
    verifyStatement(batchType, batch, signature, identity)
  );
}

/** Throws DecodeError unless both are elements of the group, canonical and not the identity. */
export function decodeCommitment({ group }: Ciphersuite, { hiding, binding }: EncodedCommitment): NonceCommitment {
  const element = elementCodec(group);
  return {
    hiding: element.decode(hiding, 'hiding commitment'),
    binding: element.decode(binding, 'binding commitment'),
  };
}

/** At most MAX_SIGNED_BATCH_BYTES. */
export function encodeSignedBatch(signed: SignedBatch): Uint8Array {
  return encodeCbor(signedBatchCodec, signed);
}

/** Throws DecodeError. */
export function decodeSignedBatch(encoded: Uint8Array): SignedBatch {
  return decodeCbor(signedBatchCodec, encoded, MAX_SIGNED_BATCH_BYTES, 'commitment batch');
}
