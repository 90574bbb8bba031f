import { equalBytes } from '../bytes.ts';
import type { NonceCommitment } from '../frost/commitments.ts';
import { commitmentListHash, preparedSharesRound } from '../frost/preparedRound.ts';
import type { SigningGroup } from '../frost/signingGroup.ts';
import { signingPackages } from '../frost/signingPackage.ts';
import { batchId, decodeCommitment, isBatchOf, type SignedBatch } from '../frost/stock/commitmentBatch.ts';
import type { PartyIndex } from '../keys/structure.ts';
import type { Round } from '../protocol/protocol.ts';
import { referencesHold, type SigningDescriptor } from '../session/descriptor.ts';
import type { Reservation } from '../session/reservation.ts';
import { type Casefile, demand } from './casefile.ts';

/**
 * The commitments of a one-round session, from its owners' signed batches. The session id that the accused signed names
 * each batch by the hash of its content: there is one list that the accused can have answered to (attack 21).
 */
export function commitmentsInAdvance(
  file: Casefile,
  group: SigningGroup,
  descriptor: SigningDescriptor,
  batches: readonly SignedBatch[],
): ReadonlyMap<PartyIndex, readonly NonceCommitment[]> {
  demand(referencesHold(descriptor), 'the session names other nonces than its signers set aside');
  const { readies } = descriptor;
  const isOfSigners =
    readies.length === file.parties.length && readies.every(({ party }, i) => party === file.parties[i]);
  demand(isOfSigners, 'the readies of the session are not those of its signers');
  const given = readies.map(({ party, reservation }) => {
    demand(reservation !== null, `party ${party} set nothing aside`);
    return [party, commitmentsOf(file, group, batches, party, reservation)] as const;
  });
  return new Map(given);
}

function commitmentsOf(
  { header, identities }: Casefile,
  { publicKey }: SigningGroup,
  batches: readonly SignedBatch[],
  party: PartyIndex,
  { batch: id, first, count }: Reservation,
): readonly NonceCommitment[] {
  const named = batches.find(({ batch }) => equalBytes(batchId(batch), id));
  const identity = identities.get(party);
  demand(named !== undefined, `the batch of commitments that party ${party} set aside is missing`);
  demand(
    identity !== undefined && isBatchOf(named, { ...header, party }, identity),
    `party ${party} gave no such batch`,
  );
  const pairs = named.batch.commitments.slice(first, first + count);
  demand(pairs.length === count, `party ${party} set aside what its batch does not have`);
  return pairs.map((pair) => decodeCommitment(publicKey.suite, pair));
}

/** The round whose bodies name that list. */
export function roundInAdvance(
  { publicKey }: SigningGroup,
  commitments: ReadonlyMap<PartyIndex, readonly NonceCommitment[]>,
  messages: readonly Uint8Array[],
): Round<readonly bigint[]> {
  const packages = signingPackages(publicKey, commitments, messages);
  return preparedSharesRound(publicKey.suite, messages.length, commitmentListHash(publicKey.suite, packages));
}
