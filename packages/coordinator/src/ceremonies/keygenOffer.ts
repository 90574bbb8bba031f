import { keyIdOf, orderHash, type SignedOrder } from '@quorate/requests';
import {
  FIRST_EPOCH,
  type KeygenDescriptor,
  keygenDescriptorCodec,
  keygenSessionId,
  type Ready,
} from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';

/** A keygen session as it is offered to all parties of an order. */
export interface KeygenOffer {
  /** 32 bytes. */
  readonly session: Uint8Array;
  /** KeygenDescriptor. */
  readonly descriptor: Uint8Array;
}

/** @param readies one per party, in any order */
export function keygenOffer({ order }: SignedOrder, readies: readonly Ready[]): KeygenOffer {
  const descriptor: KeygenDescriptor = {
    version: 1,
    cluster: order.cluster,
    key: keyIdOf(order),
    epoch: FIRST_EPOCH,
    orderHash: orderHash(order),
    structure: order.structure,
    readies: [...readies].sort((a, b) => a.party - b.party),
  };
  return { session: keygenSessionId(descriptor), descriptor: encodeCbor(keygenDescriptorCodec, descriptor) };
}
