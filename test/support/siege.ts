import type { FrameTap } from '@quorate/network';
import { type Intent, prepareIntent, type SignRequest } from '@quorate/requests';
import { type PartyIndex, partyIndex, type SigningDescriptor } from '@quorate/tss-core';
import { createTestKey, type TestKey } from './ceremonies.ts';
import { bitcoinPayment, solanaPayment } from './documents.ts';
import { honest } from './faults.ts';
import { type InProcessCluster, inProcessCluster } from './inProcessCluster.ts';
import { keyContext, messageRequest, offer, signingDescriptor, type TestRequest } from './signing.ts';
import { signatureShares } from './signingShares.ts';
import { type TestCoordinator, testCoordinator } from './testCoordinator.ts';
import { wireLog } from './wireLog.ts';

/** Who signs unless a test says otherwise. */
export const SIGNERS: readonly [PartyIndex, PartyIndex] = [partyIndex(1), partyIndex(2)];

/** Three nodes over real connections, and a coordinator with its true identity key that does what a test wants. */
export interface Siege extends AsyncDisposable {
  readonly cluster: InProcessCluster;
  readonly coordinator: TestCoordinator;
  readonly bitcoinKey: TestKey;
  readonly solanaKey: TestKey;
  /** Added to every node's clock. */
  laterMs: number;
  /** What becomes of the nodes' frames. */
  tap: FrameTap;
  /** A payment in the key's own currency, asked for by desk-1. */
  payment(key: TestKey, changes?: Partial<SignRequest>): TestRequest;
  paymentIntent(key: TestKey, amount: bigint, payee: number): Intent;
  /** The honest description of a session of `SIGNERS`, with fresh readies. @param reserve for one of one round */
  descriptor(key: TestKey, request: TestRequest, reserve?: boolean): Promise<SigningDescriptor>;
  /** Offers it to node-1 and node-2. @returns why each refused, or else how its session ended */
  refusals(request: TestRequest, descriptor: SigningDescriptor): Promise<readonly string[]>;
  /** Signature shares that left any node meanwhile, as `node-1 -> node-2`, sorted. */
  sharesDuring(attack: () => Promise<unknown>): Promise<readonly string[]>;
}

export async function siege(): Promise<Siege> {
  const wire = wireLog();
  const world: Pick<Siege, 'laterMs' | 'tap'> = { laterMs: 0, tap: honest };
  const cluster = await inProcessCluster({
    ...{ transport: 'tcp', desks: 2 },
    ...{ tap: wire.recording((...frame) => world.tap(...frame)), now: () => Date.now() + world.laterMs },
  });
  const { directory } = cluster;
  const coordinator = await testCoordinator(directory);
  await coordinator.linked();
  const bitcoinKey = await createTestKey(directory, coordinator, 'frost-secp256k1-tr', 'treasury');
  const solanaKey = await createTestKey(directory, coordinator, 'frost-ed25519', 'petty-cash');

  const paymentIntent = (key: TestKey, amount: bigint, payee: number): Intent =>
    key === bitcoinKey
      ? bitcoinPayment(keyContext(key), { sat: amount, payee })
      : solanaPayment(keyContext(key), { lamports: amount, payee });

  return Object.assign(world, {
    ...{ cluster, coordinator, bitcoinKey, solanaKey, paymentIntent },
    payment: (key: TestKey, changes: Partial<SignRequest> = {}) =>
      messageRequest(directory, key.id, '', { intent: paymentIntent(key, 1000n, 5), ...changes }),
    descriptor: (key: TestKey, request: TestRequest, reserve = false) =>
      signingDescriptor(coordinator, key, request, SIGNERS, reserve),
    async refusals(request: TestRequest, descriptor: SigningDescriptor) {
      const asked = ['node-1', 'node-2'].map((node) => offer(coordinator, node, request, descriptor));
      return (await Promise.all(asked)).map((answer) => (answer.kind === 'refused' ? answer.value.code : answer.kind));
    },
    async sharesDuring(attack: () => Promise<unknown>) {
      const mark = wire.mark();
      await attack();
      return signatureShares(wire.since(mark))
        .map(({ from, to }) => `${from} -> ${to}`)
        .sort();
    },
    async [Symbol.asyncDispose]() {
      await coordinator[Symbol.asyncDispose]();
      await cluster[Symbol.asyncDispose]();
    },
  });
}

export function messagesOf(key: TestKey, intent: Intent): readonly Uint8Array[] {
  return prepareIntent(intent, keyContext(key)).messages;
}
