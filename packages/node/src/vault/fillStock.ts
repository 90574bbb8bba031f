import {
  Bug,
  certificateCodec,
  ciphersuite,
  encodeSignedBatch,
  generateNonces,
  type KeyShare,
  type KeyStatement,
  MAX_BATCH_PAIRS,
  MAX_CERTIFICATE_BYTES,
  type NoncePair,
  type Random,
  RequestRejected,
  signBatch,
  wipeShare,
} from '@quorate/tss-core';
import { decodeCbor } from '@quorate/tss-core/wire';
import type { NonceBook } from './nonceBook.ts';
import type { VaultSecrets } from './secrets.ts';
import { openShare } from './shares.ts';
import type { Params, Result } from './vault.ts';

/** Resolves when nothing more urgent waits for the vault. */
export type Quiet = () => Promise<void>;

/**
 * Draws nonce pairs for a key, one at a time while the vault has nothing else to do, and signs their commitments as one
 * batch. The secrets stay in the book; what is returned is public.
 * @param secrets throws once the vault is closed
 */
export async function fillStock(
  params: Params<'fillStock'>,
  secrets: () => VaultSecrets,
  book: NonceBook,
  random: Random,
  quiet: Quiet,
): Promise<Result<'fillStock'>> {
  const { count } = params;
  if (count < 1 || count > MAX_BATCH_PAIRS) throw new Bug(`a batch of ${count} nonces`);
  const certificate = decodeCbor(certificateCodec, params.certificate, MAX_CERTIFICATE_BYTES, 'certificate');
  const { statement } = certificate;
  await quiet();
  const nonces = book.of(statement.key, statement.epoch);
  const share = await openShare(secrets(), certificate, params.sealed, 'share');
  const pairs: NoncePair[] = [];
  try {
    await drawPairs(pairs, count, statement, share, random, quiet);
    const commitments = pairs.map(({ commitment }) => commitment);
    const owner = { ...statement, party: share.party };
    const signed = signBatch(ciphersuite(statement.structure.scheme), owner, commitments, secrets().identitySecret);
    if (book.find(statement.key, statement.epoch) !== nonces) {
      throw new RequestRejected('stock-dropped', 'the stock of the key was given up while it was filled');
    }
    const { stock } = nonces;
    stock.add(signed, pairs);
    return { batch: encodeSignedBatch(signed), live: [...stock.live], size: stock.size };
  } catch (problem) {
    for (const pair of pairs) pair.wipe();
    throw problem;
  } finally {
    wipeShare(share);
  }
}

/** RFC 9591 §4.1 hedges with the share itself: which coefficient it will have in a session is not known yet. */
async function drawPairs(
  pairs: NoncePair[],
  count: number,
  { structure }: KeyStatement,
  { secret }: KeyShare,
  random: Random,
  quiet: Quiet,
): Promise<void> {
  const suite = ciphersuite(structure.scheme);
  while (pairs.length < count) {
    await quiet();
    pairs.push(generateNonces(suite, suite.group.decodeScalar(secret), random));
  }
}
