import {
  batchId,
  ciphersuite,
  decodeCommitment,
  decodeSignedBatch,
  isBatchOf,
  type NonceCommitment,
  RequestRejected,
  type SignedBatch,
} from '@quorate/tss-core';
import { DecodeError } from '@quorate/tss-core/wire';
import type { Quiet } from './fillStock.ts';
import type { NonceBook } from './nonceBook.ts';
import type { VaultSecrets } from './secrets.ts';
import type { Params, Result } from './vault.ts';

/**
 * Keeps what a peer has given in advance, from its own channel, and forgets what it no longer calls live. Signature and
 * points are checked here, while nobody waits, so that a session only looks them up. Throws RequestRejected `bad-batch`
 * if the batch is not the peer's for this key, or holds something that is no commitment.
 */
export async function keepBatch(
  params: Params<'keepBatch'>,
  { cluster }: VaultSecrets,
  book: NonceBook,
  quiet: Quiet,
): Promise<Result<'keepBatch'>> {
  const { key, epoch, owner, live, batch } = params;
  await quiet();
  const { peers } = book.of(key, epoch);
  peers.keepOnly(owner, live);
  const signed = batch && decodeSignedBatch(batch);
  if (signed && !peers.has(owner, batchId(signed.batch))) {
    if (!isBatchOf(signed, { cluster, key, epoch, party: owner }, params.identity)) {
      throw new RequestRejected('bad-batch', 'it is not signed by its sender for this key');
    }
    // Should the stock of the key be given up meanwhile, this goes with it.
    peers.add(signed, await decoded(signed, params.scheme, quiet));
  }
  return { size: peers.sizeOf(owner) };
}

async function decoded(
  { batch }: SignedBatch,
  scheme: Params<'keepBatch'>['scheme'],
  quiet: Quiet,
): Promise<readonly NonceCommitment[]> {
  const suite = ciphersuite(scheme);
  const commitments: NonceCommitment[] = [];
  for (const encoded of batch.commitments) {
    await quiet();
    try {
      commitments.push(decodeCommitment(suite, encoded));
    } catch (problem) {
      if (problem instanceof DecodeError) throw new RequestRejected('bad-batch', problem.message);
      throw problem;
    }
  }
  return commitments;
}
