import { auxIdOf, orderHash, type SignedOrder } from '@quorate/requests';
import { FIRST_EPOCH, type Ready } from '@quorate/tss-core';
import { type AuxDescriptor, auxDescriptorCodec, auxSessionId, type EcdsaProfile } from '@quorate/tss-core/ecdsa';
import { encodeCbor } from '@quorate/tss-core/wire';

/** An aux ceremony as it is offered to all parties of an order. */
export interface AuxOffer {
  /** 32 bytes. */
  readonly session: Uint8Array;
  /** AuxDescriptor. */
  readonly descriptor: Uint8Array;
}

/** @param readies one per party, in any order */
export function auxOffer({ order }: SignedOrder, readies: readonly Ready[], profile: EcdsaProfile): AuxOffer {
  const descriptor: AuxDescriptor = {
    version: 1,
    cluster: order.cluster,
    generation: auxIdOf(order),
    epoch: FIRST_EPOCH,
    orderHash: orderHash(order),
    profile: profile.name,
    parties: order.structure.parties,
    readies: [...readies].sort((a, b) => a.party - b.party),
  };
  return { session: auxSessionId(descriptor), descriptor: encodeCbor(auxDescriptorCodec, descriptor) };
}
