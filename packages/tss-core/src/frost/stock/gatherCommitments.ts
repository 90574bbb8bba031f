import { equalBytes } from '../../bytes.ts';
import { Bug, RequestRejected } from '../../errors.ts';
import type { PartyIndex } from '../../keys/structure.ts';
import { referencesHold, type SigningDescriptor } from '../../session/descriptor.ts';
import { sameReservation } from '../../session/reservation.ts';
import type { NonceCommitment } from '../commitments.ts';
import type { SignedBatch } from './commitmentBatch.ts';
import type { ReservedNonces } from './nonceStock.ts';
import type { PeerBatches } from './peerBatches.ts';

/** Round 1 of a session as it was held in advance. */
export interface GatheredCommitments {
  /** Of every signer, one per message. */
  readonly commitments: ReadonlyMap<PartyIndex, readonly NonceCommitment[]>;
  /** The owners' signed batches they stand in: with them a false share convicts its sender. */
  readonly batches: readonly SignedBatch[];
}

/**
 * Looks up what the session's descriptor only refers to: every peer's commitments in the batch that its owner gave us
 * itself. Throws RequestRejected `unsupported-session` if the references are not those of the readies, `batch-unknown`
 * if we do not have what one of them names, or had it for another session before.
 * @param own what this node reserved under its own ready
 */
export function gatherCommitments(
  descriptor: SigningDescriptor,
  own: ReservedNonces,
  peers: PeerBatches,
): GatheredCommitments {
  if (!referencesHold(descriptor)) throw unlikeReadies();
  const commitments = new Map<PartyIndex, readonly NonceCommitment[]>();
  const batches: SignedBatch[] = [];
  for (const { party, reservation } of descriptor.readies) {
    if (!reservation) throw new Bug('a reference without a reservation');
    const isOwn = party === own.batch.batch.party;
    if (isOwn && !sameReservation(reservation, own.reservation)) throw unlikeReadies();
    const found = isOwn ? ownCommitments(own) : peers.take(party, reservation);
    if (!found) throw unknown(party);
    if (!isFor(found.batch, descriptor)) throw unlikeReadies();
    commitments.set(party, found.commitments);
    batches.push(found.batch);
  }
  return { commitments, batches };
}

/** Nonces of an earlier epoch, or of another key, sign nothing in this one. */
function isFor({ batch }: SignedBatch, { cluster, key, epoch }: SigningDescriptor): boolean {
  return equalBytes(batch.cluster, cluster) && equalBytes(batch.key, key) && batch.epoch === epoch;
}

function ownCommitments({ pairs, batch }: ReservedNonces) {
  return { commitments: pairs.map(({ commitment }) => commitment), batch };
}

function unlikeReadies(): RequestRejected {
  const reason = 'the nonces that the session names are not those that its signers set aside for it';
  return new RequestRejected('unsupported-session', reason);
}

function unknown(party: PartyIndex): RequestRejected {
  return new RequestRejected(
    'batch-unknown',
    `this node does not have the nonce commitments that party ${party} set aside, or they were used`,
    'ask for readies without reservations and sign in two rounds',
  );
}
