import type { Random } from '../bytes.ts';
import type { KeyShare } from '../keys/share.ts';
import { broadcast, type Protocol } from '../protocol/protocol.ts';
import { additiveShare } from '../sharing/additiveShares.ts';
import { aggregateOrBlame, expectSigners, nth } from './aggregateOrBlame.ts';
import { generateNonces } from './nonces.ts';
import { commitmentsRound, signatureSharesRound } from './rounds.ts';
import type { SigningGroup } from './signingGroup.ts';
import { signingPackages } from './signingPackage.ts';
import { signShare } from './signShare.ts';

/** One signer: the group it signs in, and its own share of the key. */
export interface SigningParty {
  readonly group: SigningGroup;
  readonly share: KeyShare;
}

/**
 * FROST (RFC 9591) for a key of one or more quorums: signs all messages in two rounds, with nonces of their own each.
 * @returns one encoded signature per message, each verified under the key's public key
 * @throws ProtocolFault naming whoever sent a malformed message or a false share
 */
export function* frostSign(
  { group, share }: SigningParty,
  messages: readonly Uint8Array[],
  random: Random,
): Protocol<readonly Uint8Array[]> {
  const { suite } = group.publicKey;
  const self = share.party;
  const secret = additiveShare(suite.group, group.assignment, self, suite.group.decodeScalar(share.secret));
  const nonces = messages.map(() => generateNonces(suite, secret, random));
  try {
    // Round 1 (RFC 9591 §5.1): publish nonce commitments.
    const commitments = yield* broadcast(
      commitmentsRound(suite.group, messages.length),
      nonces.map(({ commitment }) => commitment),
    );
    expectSigners(group, commitments);
    // Round 2 (§5.2): publish signature shares.
    const packages = signingPackages(group.publicKey, commitments, messages);
    const shares = yield* broadcast(
      signatureSharesRound(suite.group, messages.length),
      packages.map((signing, m) => signShare(signing, self, nth(nonces, m), secret)),
    );
    // Aggregate (§5.3), naming whoever sent a false share (§5.4).
    return aggregateOrBlame(group, packages, shares, [1, 2]);
  } finally {
    for (const pair of nonces) pair.wipe();
  }
}
