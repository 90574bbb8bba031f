import {
  frostSign,
  frostSignPrepared,
  gatherCommitments,
  isPrepared,
  type Protocol,
  type Random,
  RequestRejected,
  type ReservedNonces,
  type SignedBatch,
  type SigningDescriptor,
  type SigningParty,
} from '@quorate/tss-core';
import type { NonceBook } from './nonceBook.ts';

/** How a session signs: with nonces given in advance in one round, or with fresh ones in two. */
export interface SigningWay {
  readonly protocol: Protocol<readonly Uint8Array[]>;
  /** What evidence of a session of one round needs. */
  readonly batches: readonly SignedBatch[];
}

/** @param reserved what this node set aside for the session; used in one round, and not used at all in two */
export function signingWay(
  descriptor: SigningDescriptor,
  party: SigningParty,
  reserved: ReservedNonces | undefined,
  nonces: NonceBook,
  random: Random,
): SigningWay {
  const { messages } = descriptor;
  if (!isPrepared(descriptor)) return { protocol: frostSign(party, messages, random), batches: [] };
  if (!reserved) throw new RequestRejected('unsupported-session', 'this node has set no nonces aside for the session');
  const stocked = nonces.find(descriptor.key, descriptor.epoch);
  if (!stocked) throw new RequestRejected('batch-unknown', 'this node keeps no nonces for the key any more');
  const { commitments, batches } = gatherCommitments(descriptor, reserved, stocked.peers);
  return { protocol: frostSignPrepared(party, messages, reserved.pairs, commitments), batches };
}
