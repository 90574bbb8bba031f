import { randomBytes } from 'node:crypto';
import { type CreateKeyOrder, clusterId, encodeSignedOrder, keyIdOf, orderHash, signOrder } from '@quorate/requests';
import {
  acknowledgementCodec,
  certificateCodec,
  FIRST_EPOCH,
  type KeyCertificate,
  type KeygenDescriptor,
  type KeyStructure,
  keygenDescriptorCodec,
  MAX_CERTIFICATE_BYTES,
  partyIndex,
  type SchemeId,
  verifyAcknowledgement,
} from '@quorate/tss-core';
import { decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import type { ClusterDirectory } from './clusterDirectory.ts';
import type { TestCoordinator } from './testCoordinator.ts';

/** A key that all its parties hold. */
export interface TestKey {
  readonly order: CreateKeyOrder;
  readonly encodedOrder: Uint8Array;
  /** 32 bytes. */
  readonly id: Uint8Array;
  readonly certificate: KeyCertificate;
  readonly encodedCertificate: Uint8Array;
}

/** `threshold` of all nodes. */
export function structureOf({ cluster }: ClusterDirectory, scheme: SchemeId, threshold = 2): KeyStructure {
  const parties = cluster.nodes.map(({ id }, i) => ({ index: partyIndex(i + 1), node: id }));
  return { scheme, parties, quorums: [{ threshold, members: parties.map(({ index }) => index) }], lossAccepted: false };
}

/** 2 of the other nodes, and one of those that are required. */
export function structureRequiring(
  scheme: SchemeId,
  others: readonly string[],
  required: readonly string[],
): KeyStructure {
  const parties = [...others, ...required].map((node, i) => ({ index: partyIndex(i + 1), node }));
  const membersOf = (nodes: readonly string[]) =>
    parties.filter(({ node }) => nodes.includes(node)).map(({ index }) => index);
  const quorums = [
    { threshold: 2, members: membersOf(others) },
    { threshold: 1, members: membersOf(required) },
  ];
  return { scheme, parties, quorums, lossAccepted: required.length === 1 };
}

/** An order for a new key, as the admins of the cluster would give it now. */
export function keyOrder(directory: ClusterDirectory, name: string, structure: KeyStructure): CreateKeyOrder {
  const createdAt = Math.floor(Date.now() / 1000);
  const about = { cluster: clusterId(directory.cluster), orderId: Uint8Array.from(randomBytes(32)), name, structure };
  return { version: 1, ...about, createdAt, expiresAt: createdAt + 3600 };
}

/** Signed by as many admins as the cluster asks for, encoded. */
export function signedOrder({ cluster, secret }: ClusterDirectory, order: CreateKeyOrder): Uint8Array {
  const { threshold, members } = cluster.admins;
  const signed = members
    .slice(0, threshold)
    .reduce((so, { id }) => signOrder(so, id, secret(id)), { order, signatures: [] } as Parameters<
      typeof signOrder
    >[0]);
  return encodeSignedOrder(signed);
}

/** Asks every party for its ready and describes the ceremony. */
export async function keygenDescriptor(
  { control }: TestCoordinator,
  order: CreateKeyOrder,
  encodedOrder: Uint8Array,
): Promise<KeygenDescriptor> {
  const answers = await Promise.all(
    order.structure.parties.map(({ node }) => control.call(node, 'prepareKeygen', { order: encodedOrder })),
  );
  const readies = answers.map((answer) => {
    if (answer.kind === 'denied') throw new Error(`${answer.value.code}: ${answer.value.reasons.join(' ')}`);
    return answer.value;
  });
  const { cluster, structure } = order;
  const about = { cluster, key: keyIdOf(order), orderHash: orderHash(order), structure };
  return { version: 1, epoch: FIRST_EPOCH, ...about, readies };
}

/** Runs the ceremony on all parties. @returns their answers, in the order of the parties */
export function runKeygen({ control }: TestCoordinator, encodedOrder: Uint8Array, descriptor: KeygenDescriptor) {
  const encoded = encodeCbor(keygenDescriptorCodec, descriptor);
  return Promise.all(
    descriptor.structure.parties.map(({ node }) =>
      control.call(node, 'keygen', { order: encodedOrder, descriptor: encoded }),
    ),
  );
}

/** Makes a key as an honest coordinator does: readies, keygen, certificate to all, acknowledgements verified. */
export async function createTestKey(
  directory: ClusterDirectory,
  coordinator: TestCoordinator,
  scheme: SchemeId,
  name = 'treasury',
  structure = structureOf(directory, scheme),
): Promise<TestKey> {
  const order = keyOrder(directory, name, structure);
  const encodedOrder = signedOrder(directory, order);
  const descriptor = await keygenDescriptor(coordinator, order, encodedOrder);
  const [answer] = await runKeygen(coordinator, encodedOrder, descriptor);
  if (answer?.kind !== 'certified') throw new Error(`keygen: ${JSON.stringify(answer)}`);
  const encodedCertificate = answer.value.certificate;
  const certificate = decodeCertificate(encodedCertificate);
  for (const { index, node } of structure.parties) {
    const delivery = { order: encodedOrder, certificate: encodedCertificate };
    const { acknowledgement } = await coordinator.control.call(node, 'deliverCertificate', delivery);
    if (!acknowledges(directory, certificate, acknowledgement, node, index)) throw new Error(`no proof of ${node}`);
  }
  return { order, encodedOrder, id: keyIdOf(order), certificate, encodedCertificate };
}

export function decodeCertificate(encoded: Uint8Array): KeyCertificate {
  return decodeCbor(certificateCodec, encoded, MAX_CERTIFICATE_BYTES, 'certificate');
}

/** Whether these bytes prove that the node stores its share. */
export function acknowledges(
  { cluster }: ClusterDirectory,
  certificate: KeyCertificate,
  encoded: Uint8Array,
  node: string,
  party: number,
): boolean {
  const identity = cluster.nodes.find(({ id }) => id === node)?.identity;
  if (identity === undefined) return false;
  const acknowledgement = decodeCbor(acknowledgementCodec, encoded, 4096, 'acknowledgement');
  return (
    acknowledgement.party === party &&
    verifyAcknowledgement(acknowledgement, certificate, Uint8Array.from(Buffer.from(identity, 'hex')))
  );
}
