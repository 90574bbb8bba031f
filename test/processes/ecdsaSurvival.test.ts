import { setTimeout as sleep } from 'node:timers/promises';
import type { QuorateClient, Signed, VerifiedKey } from '@quorate/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { structureOf } from '../support/ceremonies.ts';
import { makeKey, PATIENCE_MS, signText } from '../support/deskClient.ts';
import { eventually } from '../support/eventually.ts';
import { type ProcessCluster, processCluster } from '../support/processCluster.ts';

// Threshold ECDSA among real processes that find their own primes, killed and frozen in the middle; on short numbers.

const NODES = ['node-1', 'node-2', 'node-3'];
let cluster: ProcessCluster;
let client: QuorateClient;
let key: VerifiedKey;

beforeAll(async () => {
  cluster = await processCluster({ shortEcdsa: true });
  client = cluster.client;
}, 300_000);

afterAll(() => cluster?.[Symbol.asyncDispose](), 60_000);

function expectNobodyBlamed({ view }: Signed): void {
  expect(view.attempts.flatMap(({ culprits }) => culprits)).toEqual([]);
}

test('a node that is killed while it looks for primes finds the rest after its restart, and the next order makes the key', async () => {
  const structure = structureOf(cluster.directory, 'ecdsa-secp256k1');
  const order = client.buildOrder({ name: 'interrupted', structure });
  const made = client.createKey(order, { until: Date.now() + PATIENCE_MS });
  await eventually('the search for primes', async () => {
    const status = await client.status();
    return status.kind === 'done' && status.value.nodes.some(({ primes }) => primes !== undefined);
  });
  await cluster.kill('node-2');
  expect((await made).kind).toBe('failed');
  await cluster.start('node-2');
  await cluster.linked();
  key = await makeKey(cluster.directory, client, 'ether', 'ecdsa-secp256k1');
}, 400_000);

test('kill -9 of any signer in the middle: every request succeeds, nobody is blamed', async () => {
  let interrupted = 0;
  for (const [i, victim] of NODES.entries()) {
    const asked = [0, 1].map((n) => signText(client, key, `kill ${i} of ${victim}, ${n}`));
    await sleep(50 * (i + 1));
    await cluster.kill(victim);
    for (const signed of await Promise.all(asked)) {
      expectNobodyBlamed(signed);
      interrupted += signed.view.attempts.length > 1 ? 1 : 0;
    }
    await cluster.start(victim);
    await cluster.linked();
  }
  // Otherwise the kills missed every session, and this test has shown nothing.
  expect(interrupted).toBeGreaterThan(0);
}, 600_000);

test('a frozen signer is left out, nobody is blamed, and it takes part again when it thaws', async () => {
  const asked = signText(client, key, 'with node-2 frozen');
  await sleep(100);
  cluster.freeze('node-2');
  expectNobodyBlamed(await asked);
  cluster.thaw('node-2');
  await cluster.linked();
  await cluster.kill('node-1');
  const { signers } = await signText(client, key, 'by the others');
  expect(signers).toEqual(['node-2', 'node-3']);
}, 300_000);
