import { equalBytes, type KeygenDescriptor, type PartyIndex, type Ready, structureCodec } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import type { AllowedCeremony } from './checkCeremony.ts';
import { checkReadies, mismatch } from './checkReadies.ts';

/**
 * Compares every field of an offered ceremony with the order that admins signed. RequestRejected
 * `descriptor-mismatch` on any difference.
 *
 * @param own this node's ready for this order, given once and not used yet
 */
export function checkKeygenDescriptor(
  descriptor: KeygenDescriptor,
  allowed: AllowedCeremony,
  own: Ready,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
): void {
  const { order, orderHash, keyId, epoch } = allowed;
  if (descriptor.version !== 1) throw mismatch('it has an unknown version');
  if (!equalBytes(descriptor.cluster, order.cluster)) throw mismatch('it names another cluster');
  if (!equalBytes(descriptor.key, keyId)) throw mismatch('it names another key than the order');
  if (descriptor.epoch !== epoch) throw mismatch('it names another epoch');
  if (!equalBytes(descriptor.orderHash, orderHash)) throw mismatch('it is about another order');
  const [offered, ordered] = [descriptor.structure, order.structure].map((s) => encodeCbor(structureCodec, s));
  if (!offered || !ordered || !equalBytes(offered, ordered)) throw mismatch('its structure is not the one ordered');
  if (own.party !== allowed.self) throw mismatch('this node holds another seat in the key');
  const parties = order.structure.parties.map(({ index }) => index);
  checkReadies(descriptor.readies, {
    cluster: order.cluster,
    key: keyId,
    subject: orderHash,
    parties,
    identities,
    own,
    policyHash: allowed.policyHash,
  });
}
