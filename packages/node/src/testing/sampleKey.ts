import { hexToBytes } from '@noble/hashes/utils.js';
import {
  type ClusterFile,
  encodeSignedOrder,
  identitiesOf,
  keyIdOf,
  orderHash,
  type SignedOrder,
} from '@quorate/requests';
import { type SampleCluster, sampleSignedOrder, sampleStructure } from '@quorate/requests/testing';
import {
  certificateCodec,
  encodeCbor,
  FIRST_EPOCH,
  type KeyCertificate,
  type KeyStatement,
  keyStatementType,
  type PartyIndex,
  type SchemeId,
  signStatement,
} from '@quorate/tss-core';
import { type DealtKey, dealKey, seededRandom } from '@quorate/tss-core/testing';
import type { Store } from '../store/store.ts';

/** A key of the sample cluster as its ceremony would leave it, with all shares in one hand. */
export interface SampleKey {
  readonly name: string;
  readonly order: SignedOrder;
  readonly keyId: Uint8Array;
  readonly certificate: KeyCertificate;
  readonly dealt: DealtKey;
  readonly identities: ReadonlyMap<PartyIndex, Uint8Array>;
}

/** 2 of all nodes unless the sample says otherwise; the same every time. Its certificate verifies. */
export function sampleKey(sample: SampleCluster, name = 'treasury', scheme: SchemeId = 'frost-ed25519'): SampleKey {
  const structure = sampleStructure(sample, scheme);
  const order = sampleSignedOrder(sample, { name, structure });
  const dealt = dealKey(structure, seededRandom(name));
  const keyId = keyIdOf(order.order);
  const statement = statementOf(sample.cluster, order, dealt);
  const signatures = structure.parties.map(({ index, node }) => ({
    party: index,
    signature: signStatement(keyStatementType, statement, sample.secret(node)),
  }));
  const identities = identitiesOf(sample.cluster, structure);
  return { name, order, keyId, certificate: { statement, signatures }, dealt, identities };
}

function statementOf({ id }: ClusterFile, { order }: SignedOrder, { structure, publicKey }: DealtKey): KeyStatement {
  const { group } = publicKey.suite;
  return {
    cluster: hexToBytes(id),
    key: keyIdOf(order),
    epoch: FIRST_EPOCH,
    session: new Uint8Array(32).fill(21),
    orderHash: orderHash(order),
    structure,
    groupKey: group.encodeElement(publicKey.groupKey),
    commitments: publicKey.commitments.map((vector) => vector.map((point) => group.encodeElement(point))),
    chainCode: new Uint8Array(32).fill(22),
    transcript: new Uint8Array(32).fill(23),
  };
}

/** Makes the key active in a store, with a placeholder for the sealed share: nothing here opens it. */
export function activateSampleKey(store: Store, key: SampleKey, party: PartyIndex): void {
  const { session, epoch } = key.certificate.statement;
  const { order } = key.order;
  const about = { session, key: key.keyId, epoch, name: key.name, party, orderHash: orderHash(order) };
  store.ceremonies.certify({
    ...about,
    orderCreatedAt: order.createdAt,
    order: encodeSignedOrder(key.order),
    statement: encodeCbor(keyStatementType.codec, key.certificate.statement),
    sealed: Uint8Array.of(1),
    certifiedAt: 0,
  });
  const certificate = encodeCbor(certificateCodec, key.certificate);
  store.ceremonies.activate(session, { certificate, sealed: Uint8Array.of(2), activatedAt: 0 });
}
