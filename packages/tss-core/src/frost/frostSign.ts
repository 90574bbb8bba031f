import type { Random } from '../bytes.ts';
import { Bug, ProtocolFault } from '../errors.ts';
import type { KeyShare } from '../keys/share.ts';
import type { PartyIndex } from '../keys/structure.ts';
import { broadcast, type Protocol } from '../protocol/protocol.ts';
import { additiveShare } from '../sharing/additiveShares.ts';
import { signersOf } from '../sharing/assignment.ts';
import { aggregate } from './aggregate.ts';
import { sharesHold } from './judgeShare.ts';
import { generateNonces } from './nonces.ts';
import { commitmentsRound, signatureSharesRound } from './rounds.ts';
import type { SigningGroup } from './signingGroup.ts';
import { type SigningPackage, signingPackages } from './signingPackage.ts';
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
    return aggregateOrBlame(group, packages, shares);
  } finally {
    for (const pair of nonces) pair.wipe();
  }
}

function aggregateOrBlame(
  group: SigningGroup,
  packages: readonly SigningPackage[],
  shares: ReadonlyMap<PartyIndex, readonly bigint[]>,
): readonly Uint8Array[] {
  const { suite, signingKey } = group.publicKey;
  const senders = [...shares];
  const sharesFor = (m: number) => senders.map(([, sent]) => nth(sent, m));
  const signatures = packages.map((signing, m) => aggregate(signing, sharesFor(m)));
  const holds = packages.every(({ message }, m) => suite.verify(nth(signatures, m), message, signingKey.publicKey));
  if (holds) return signatures;
  // Only now are the shares looked at one by one: honest sessions never pay for it.
  const culprits = senders.filter(([party, sent]) => !sharesHold(group, packages, party, sent)).map(([party]) => party);
  if (culprits.length === 0) throw new Bug('every signature share holds, but the signature does not');
  throw new ProtocolFault('invalid-share', culprits, [1, 2]);
}

/** With another set of signers than the assignment's, the coefficients would be wrong and an honest party blamed. */
function expectSigners({ assignment }: SigningGroup, commitments: ReadonlyMap<PartyIndex, unknown>): void {
  const expected = signersOf(assignment);
  if (expected.length !== commitments.size || !expected.every((party) => commitments.has(party))) {
    throw new Bug(`parties ${[...commitments.keys()]} committed where ${expected} sign`);
  }
}

function nth<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Bug(`${items.length} items where one per message is due`);
  return item;
}
