import type { PartyIndex } from '../keys/structure.ts';
import { broadcast, type Protocol } from '../protocol/protocol.ts';
import { additiveShare } from '../sharing/additiveShares.ts';
import { aggregateOrBlame, expectSigners, nth } from './aggregateOrBlame.ts';
import type { NonceCommitment } from './commitments.ts';
import type { SigningParty } from './frostSign.ts';
import type { NoncePair } from './nonces.ts';
import { commitmentListHash, preparedSharesRound } from './preparedRound.ts';
import { signingPackages } from './signingPackage.ts';
import { signShare } from './signShare.ts';

/**
 * FROST (RFC 9591) in one round: its first was held in advance, when signers gave each other batches of commitments.
 * The binding factors cover the message and the whole list, so commitments may be known before the message is; what must
 * never happen is that a pair signs twice.
 * @param nonces this party's own reserved pairs, one per message; wiped whatever comes of the session
 * @param commitments what every signer reserved, own ones included, one per message: see `gatherCommitments`
 * @returns one encoded signature per message, each verified under the key's public key
 * @throws ProtocolFault naming whoever sent a malformed message or a false share
 */
export function* frostSignPrepared(
  { group, share }: SigningParty,
  messages: readonly Uint8Array[],
  nonces: readonly NoncePair[],
  commitments: ReadonlyMap<PartyIndex, readonly NonceCommitment[]>,
): Protocol<readonly Uint8Array[]> {
  const { suite } = group.publicKey;
  const self = share.party;
  try {
    expectSigners(group, commitments);
    const secret = additiveShare(suite.group, group.assignment, self, suite.group.decodeScalar(share.secret));
    const packages = signingPackages(group.publicKey, commitments, messages);
    // The only round (§5.2): publish signature shares.
    const shares = yield* broadcast(
      preparedSharesRound(suite, messages.length, commitmentListHash(suite, packages)),
      packages.map((signing, m) => signShare(signing, self, nth(nonces, m), secret)),
    );
    // Aggregate (§5.3), naming whoever sent a false share (§5.4).
    return aggregateOrBlame(group, packages, shares, [1]);
  } finally {
    for (const pair of nonces) pair.wipe();
  }
}
