import { encodeSignedOrder, orderHash } from '@quorate/requests';
import type { SampleKey } from '@quorate/requests/testing';
import { certificateCodec, keyStatementType, type PartyIndex } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import type { Store } from '../store/store.ts';

/** Makes a sample key active in a node's store, with a placeholder for the sealed share: nothing here opens it. */
export function activateSampleKey(store: Store, { signedOrder, certificate }: SampleKey, party: PartyIndex): void {
  const { session, key, epoch } = certificate.statement;
  const { order } = signedOrder;
  store.ceremonies.certify({
    session,
    key,
    epoch,
    name: order.name,
    party,
    orderHash: orderHash(order),
    orderCreatedAt: order.createdAt,
    order: encodeSignedOrder(signedOrder),
    statement: encodeCbor(keyStatementType.codec, certificate.statement),
    sealed: Uint8Array.of(1),
    certifiedAt: 0,
  });
  const encoded = encodeCbor(certificateCodec, certificate);
  store.ceremonies.activate(session, { certificate: encoded, sealed: Uint8Array.of(2), activatedAt: 0 });
}
