import { type KeyStructure, type PartyIndex, partyOf, RequestRejected } from '@quorate/tss-core';
import type { SignRequest } from './signRequest.ts';

type Asked = Pick<SignRequest, 'cosigners'>;

/**
 * The parties that the desk wants to take part. Throws RequestRejected `unknown-cosigner` where one is no party of the
 * key, `too-many-cosigners` where no signing set has them all: every quorum signs with exactly its threshold.
 */
export function cosigningParties(
  { cosigners }: Asked,
  structure: KeyStructure,
  keyName: string,
): readonly PartyIndex[] {
  const parties = cosigners.map((node) => {
    const party = partyOf(structure, node);
    if (party) return party.index;
    const known = structure.parties.map((one) => one.node).join(', ');
    throw new RequestRejected(
      'unknown-cosigner',
      `${node} is to cosign and holds no share of key ${keyName}`,
      `those that do: ${known}`,
    );
  });
  for (const { threshold, members } of structure.quorums) {
    const wanted = parties.filter((party) => members.includes(party));
    if (wanted.length > threshold) {
      const names = cosigners.join(', ');
      throw new RequestRejected(
        'too-many-cosigners',
        `${names} are to cosign, and no set that signs for key ${keyName} has them all`,
        'name fewer',
      );
    }
  }
  return parties;
}
