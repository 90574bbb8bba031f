import { auxIdOf } from '@quorate/requests';
import { equalBytes, FIRST_EPOCH, type PartyIndex, type Ready } from '@quorate/tss-core';
import { type AuxDescriptor, auxPartiesCodec } from '@quorate/tss-core/ecdsa';
import { encodeCbor } from '@quorate/tss-core/wire';
import type { AllowedCeremony } from './checkCeremony.ts';
import { checkReadies, mismatch } from './checkReadies.ts';

/**
 * Compares every field of an offered aux ceremony with the order that admins signed: exactly the parties of its key make
 * a generation. RequestRejected `descriptor-mismatch` on any difference.
 *
 * @param own this node's ready for this, given once and not used yet
 * @param profile the only one this node accepts
 */
export function checkAuxDescriptor(
  descriptor: AuxDescriptor,
  allowed: AllowedCeremony,
  own: Ready,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
  profile: string,
): void {
  const { order, orderHash } = allowed;
  const { parties } = order.structure;
  const key = auxIdOf(order);
  if (descriptor.version !== 1) throw mismatch('it has an unknown version');
  if (!equalBytes(descriptor.cluster, order.cluster)) throw mismatch('it names another cluster');
  if (!equalBytes(descriptor.generation, key)) throw mismatch('it names another aux generation than the order');
  if (descriptor.epoch !== FIRST_EPOCH) throw mismatch('it names another epoch');
  if (!equalBytes(descriptor.orderHash, orderHash)) throw mismatch('it is about another order');
  if (descriptor.profile !== profile) throw mismatch(`its profile is not ${profile}`);
  const [offered, ordered] = [descriptor.parties, parties].map((list) => encodeCbor(auxPartiesCodec, list));
  if (!offered || !ordered || !equalBytes(offered, ordered)) throw mismatch('its parties are not those ordered');
  if (own.party !== allowed.self) throw mismatch('this node holds another seat in the key');
  checkReadies(descriptor.readies, {
    cluster: order.cluster,
    key,
    subject: orderHash,
    parties: parties.map(({ index }) => index),
    identities,
    own,
    policyHash: allowed.policyHash,
  });
}
