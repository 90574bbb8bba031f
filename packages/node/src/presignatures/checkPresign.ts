import type { PresignProposal } from '@quorate/network';
import { checkAssignment, isEcdsaScheme, type PartyIndex, RequestRejected, signersOf } from '@quorate/tss-core';
import { type PresignDescriptor, servesParties } from '@quorate/tss-core/ecdsa';
import { decodeStoredAux, decodeStoredCertificate } from '../authorization/storedCertificate.ts';
import type { ActiveAux, KeyRecord, Store } from '../store/index.ts';

/** A presigning that this node may join, as its own store has it. */
export interface AllowedPresign {
  /** The descriptor but for its readies. */
  readonly about: Omit<PresignDescriptor, 'readies'>;
  readonly record: KeyRecord;
  readonly aux: Pick<ActiveAux, 'certificate' | 'sealed'>;
  /** Ascending. */
  readonly signers: readonly PartyIndex[];
}

/** RequestRejected unless this node holds the key and the aux generation, and is one of these signers. */
export function checkPresign(
  { key, auxGeneration, assignment, index }: PresignProposal,
  store: { readonly keys: Pick<Store['keys'], 'active'>; readonly aux: Pick<Store['aux'], 'active'> },
): AllowedPresign {
  const record = store.keys.active(key);
  if (!record) throw new RequestRejected('unknown-key', 'this node has no active share of the key');
  const { statement } = decodeStoredCertificate(record.certificate);
  const { structure, cluster, groupKey, epoch } = statement;
  const { scheme } = structure;
  if (!isEcdsaScheme(scheme)) {
    throw new RequestRejected('wrong-scheme', `keys of ${scheme} have no presignatures`);
  }
  checkAssignment(structure, assignment);
  const signers = signersOf(assignment);
  if (!signers.includes(record.party)) throw new RequestRejected('not-a-signer', 'this node is not among the signers');
  const aux = store.aux.active(auxGeneration);
  if (!aux || !servesParties(decodeStoredAux(aux.certificate).statement, structure.parties)) {
    throw new RequestRejected('unknown-aux', 'this node has no such aux generation for the parties of the key');
  }
  const about = { version: 1, cluster, key, groupKey, scheme, epoch, auxGeneration, assignment, index } as const;
  return { about, record, aux, signers };
}
