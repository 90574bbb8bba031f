import { setTimeout as sleep } from 'node:timers/promises';
import type { QuorateClient, VerifiedKey } from '@quorate/client';
import { decodeSignedOrder, keyIdOf, toHex } from '@quorate/requests';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { structureOf } from '../support/ceremonies.ts';
import { COORDINATOR } from '../support/clusterDirectory.ts';
import { makeKey, PATIENCE_MS, signText } from '../support/deskClient.ts';
import { type ProcessCluster, processCluster } from '../support/processCluster.ts';
import { seededRandom, shuffled } from '../support/seededRandom.ts';
import { testCoordinator } from '../support/testCoordinator.ts';

const SEED = Number(process.env.QUORATE_KILL_SEED ?? Date.now() % 1_000_000);
const VICTIMS = ['node-1', 'node-2', 'node-3', COORDINATOR];
/** A multiple of four; for a long run by hand, more. */
const KILLS = Number(process.env.QUORATE_KILLS ?? 4);
/** From the order to the last stored share, a little more than it takes. */
const CEREMONY_MS = 600;

let cluster: ProcessCluster;
let client: QuorateClient;

beforeAll(async () => {
  // A death is noticed by the lost link; no round ends because the machine is busy.
  cluster = await processCluster({ roundTimeoutMs: 10_000 });
  client = cluster.client;
}, 120_000);

afterAll(() => cluster?.[Symbol.asyncDispose](), 60_000);

/** Kills the victim some time into the ceremony, and brings it back. @returns the key, if there is one */
async function interruptedCeremony(name: string, victim: string, afterMs: number): Promise<VerifiedKey | undefined> {
  const order = client.buildOrder({ name, structure: structureOf(cluster.directory, 'frost-ed25519') });
  const made = client.createKey(order, { until: Date.now() + PATIENCE_MS });
  await sleep(afterMs);
  await cluster.kill(victim);
  await cluster.start(victim);
  const outcome = await made;
  if (outcome.kind === 'done') return outcome.key;
  // It says that it failed, and who was missing; nobody is blamed for dying.
  expect(outcome).toMatchObject({ kind: 'failed', code: 'ceremony-failed', view: { culprits: [] } });
  await sleep(1000); // of two orders of one second, neither is newer
  return undefined;
}

/** Name and id of every active key of a node. */
async function activeKeys(coordinator: Awaited<ReturnType<typeof testCoordinator>>, node: string) {
  const { active } = await coordinator.control.call(node, 'listKeys', {});
  return active
    .map(({ order }) => decodeSignedOrder(order).order)
    .map((order) => [order.name, toHex(keyIdOf(order))] as const)
    .sort();
}

test(
  `kill -9 during a keygen: the key is made, or its name can be ordered again (seed ${SEED})`,
  async () => {
    const random = seededRandom(SEED);
    const keys = new Map<string, string>();
    for (let kill = 0; kill < KILLS; kill += VICTIMS.length) {
      for (const [i, victim] of shuffled(random, VICTIMS).entries()) {
        const name = `key-${kill + i}`;
        const first = await interruptedCeremony(name, victim, random() * CEREMONY_MS);
        await cluster.linked();
        const key = first ?? (await makeKey(cluster.directory, client, name, 'frost-ed25519'));
        keys.set(name, key.id);
        expect((await signText(client, key, `with ${name}`)).kind).toBe('signed');
      }
    }

    // Asked one by one, all nodes have the same keys, one for each name.
    await cluster.kill(COORDINATOR);
    await using asking = await testCoordinator(cluster.directory);
    await asking.linked();
    for (const node of cluster.nodeIds) expect(await activeKeys(asking, node)).toEqual([...keys].sort());
  },
  500_000 + KILLS * 25_000,
);
