import type { AuxAnswer } from '@quorate/network';
import { auxIdOf, type CreateKeyOrder, orderHash } from '@quorate/requests';
import { FIRST_EPOCH, type Ready } from '@quorate/tss-core';
import { type AuxDescriptor, auxDescriptorCodec, type EcdsaProfile } from '@quorate/tss-core/ecdsa';
import { encodeCbor } from '@quorate/tss-core/wire';
import { keyOrder, signedOrder, structureOf } from './ceremonies.ts';
import type { ClusterDirectory } from './clusterDirectory.ts';
import { eventually } from './eventually.ts';
import type { TestCoordinator } from './testCoordinator.ts';

/** An order for an ECDSA key, under which its parties make an aux generation. */
export interface AuxOrder {
  readonly order: CreateKeyOrder;
  /** Encoded SignedOrder. */
  readonly encoded: Uint8Array;
}

export function auxOrder(directory: ClusterDirectory, name = 'aux'): AuxOrder {
  const order = keyOrder(directory, name, structureOf(directory, 'ecdsa-secp256k1'));
  return { order, encoded: signedOrder(directory, order) };
}

/** Asks a node until it has found its primes. Throws what it says when it denies. */
export async function auxReadyOf({ control }: TestCoordinator, node: string, order: Uint8Array): Promise<Ready> {
  let ready: Ready | undefined;
  await eventually(`the primes of ${node}`, async () => {
    const answer = await control.call(node, 'prepareAux', { order });
    if (answer.kind === 'denied') throw new Error(`${answer.value.code}: ${answer.value.reasons.join(' ')}`);
    if (answer.kind === 'ready') ready = answer.value;
    return answer.kind === 'ready';
  });
  if (!ready) throw new Error('eventually ended early');
  return ready;
}

export async function auxDescriptor(
  coordinator: TestCoordinator,
  { order, encoded }: AuxOrder,
  profile: EcdsaProfile,
): Promise<AuxDescriptor> {
  const { parties } = order.structure;
  const readies = await Promise.all(parties.map(({ node }) => auxReadyOf(coordinator, node, encoded)));
  const about = { cluster: order.cluster, generation: auxIdOf(order), orderHash: orderHash(order) };
  return { version: 1, ...about, epoch: FIRST_EPOCH, profile: profile.name, parties, readies };
}

/** Runs the ceremony on all parties. @returns their answers, in the order of the parties */
export function runAux(
  { control }: TestCoordinator,
  { encoded: order }: AuxOrder,
  descriptor: AuxDescriptor,
): Promise<AuxAnswer[]> {
  const encoded = encodeCbor(auxDescriptorCodec, descriptor);
  return Promise.all(descriptor.parties.map(({ node }) => control.call(node, 'aux', { order, descriptor: encoded })));
}
