import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { QuorateClient, Signed, VerifiedKey } from '@quorate/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COORDINATOR } from '../support/clusterDirectory.ts';
import { expectSigned, makeKey, PATIENCE_MS, signText, textRequest } from '../support/deskClient.ts';
import { eventually } from '../support/eventually.ts';
import { type ProcessCluster, processCluster } from '../support/processCluster.ts';
import { quorate } from '../support/quorateCommand.ts';
import { seededRandom, shuffled } from '../support/seededRandom.ts';

// What kills are aimed at depends on the machine's pace as well; the seed repeats their order and their moments.
const SEED = Number(process.env.QUORATE_KILL_SEED ?? Date.now() % 1_000_000);
/** A multiple of three; for a long run by hand, more. */
const KILLS = Number(process.env.QUORATE_KILLS ?? 6);
const MOST_LISTED = 200;
const NODES = ['node-1', 'node-2', 'node-3'];

let cluster: ProcessCluster;
let client: QuorateClient;
let key: VerifiedKey;

beforeAll(async () => {
  cluster = await processCluster();
  client = cluster.client;
  key = await makeKey(cluster.directory, client, 'treasury', 'frost-secp256k1-tr');
}, 120_000);

afterAll(() => cluster?.[Symbol.asyncDispose](), 60_000);

/** Several requests at once, so that a kill within the next moments meets some session in some round. */
function signSeveral(text: string): Promise<readonly Signed[]> {
  return Promise.all([0, 40, 80, 120].map((ms) => sleep(ms).then(() => signText(client, key, `${text}, ${ms}`))));
}

function expectNobodyBlamed(signed: readonly Signed[]): void {
  for (const { view } of signed) expect(view.attempts.flatMap(({ culprits }) => culprits)).toEqual([]);
}

test(
  `kill -9 of any one node while it signs: every request succeeds, nobody is blamed (seed ${SEED})`,
  async () => {
    const random = seededRandom(SEED);
    let interrupted = 0;
    for (let kill = 0; kill < KILLS; kill += NODES.length) {
      for (const victim of shuffled(random, NODES)) {
        const asked = signSeveral(`kill ${kill} of ${victim}`);
        await sleep(random() * 200);
        await cluster.kill(victim);
        const signed = await asked;
        expectNobodyBlamed(signed);
        interrupted += signed.filter(({ view }) => view.attempts.length > 1).length;
        await cluster.start(victim);
      }
    }
    // Otherwise the kills missed every session, and this test has shown nothing.
    expect(interrupted).toBeGreaterThan(0);
    await cluster.linked();
    const listed = await client.list(MOST_LISTED);
    if (listed.kind !== 'done') throw new Error(listed.sentence);
    expect(listed.value.map(({ state }) => state)).toEqual(Array(Math.min(4 * KILLS, MOST_LISTED)).fill('signed'));
  },
  500_000 + KILLS * 15_000,
);

test('a frozen signer is left out, nobody is blamed, and it takes part again when it thaws', async () => {
  for (const frozen of NODES) {
    const asked = signSeveral(`with ${frozen} frozen`);
    await sleep(50);
    cluster.freeze(frozen);
    expectNobodyBlamed(await asked);
    const others = await signText(client, key, `still without ${frozen}`);
    expect(others.signers).not.toContain(frozen);
    cluster.thaw(frozen);
    await cluster.linked();
  }
  const [idle = ''] = NODES;
  cluster.freeze(idle);
  const { signers } = await signText(client, key, 'by the two that were frozen before');
  expect(signers).toEqual(NODES.filter((node) => node !== idle));
  cluster.thaw(idle);
  await cluster.linked();
}, 120_000);

test('a coordinator that is killed with a request pending fulfils it after its restart', async () => {
  await Promise.all(['node-2', 'node-3'].map((node) => cluster.kill(node)));
  const request = textRequest(client, key, 'pending over a crash');
  let seen = 0;
  const waiting = client.sign(request, { until: Date.now() + PATIENCE_MS, onView: () => seen++ });
  await eventually('the coordinator to have it', () => seen > 0);
  await cluster.kill(COORDINATOR);
  await cluster.start('node-2');
  await cluster.start(COORDINATOR);
  const { view } = expectSigned(await waiting);
  expect(view.id).toBe(request.request.id);
  await cluster.start('node-3');
  await cluster.linked();
}, 120_000);

test('a coordinator that lost everything still lists the keys and signs', async () => {
  await cluster.stop(COORDINATOR);
  await rm(cluster.dataDir(COORDINATOR), { recursive: true });
  await cluster.start(COORDINATOR);
  await cluster.linked();
  await eventually('the key to be listed', async () => (await client.key('treasury')).kind === 'done');
  const found = await client.key('treasury');
  if (found.kind !== 'done') throw new Error(found.sentence);
  expect(found.value.context.publicKey).toEqual(key.context.publicKey);
  expect((await signText(client, found.value, 'from nothing')).kind).toBe('signed');
}, 60_000);

test('without a quorum a request waits, then expires; with one in time it is signed', async () => {
  await Promise.all(['node-1', 'node-2'].map((node) => cluster.kill(node)));
  const sign = (...argv: string[]) =>
    quorate('.', 'sign', 'message', '--dir', cluster.directory.dir, '--key', 'treasury', ...argv, '--json');
  const early = await sign('too early to say', '--expires', '1h', '--no-wait', '--id', 'comes-back');
  expect({ exit: early.exit, pending: early.stdout.includes('pending') }).toEqual({ exit: 4, pending: true });
  const late = await sign('nobody comes', '--expires', '5s');
  expect({ exit: late.exit, error: JSON.parse(late.stdout) }).toMatchObject({
    exit: 5,
    error: { error: { code: 'expired' } },
  });
  expect(await client.show('comes-back')).toMatchObject({ kind: 'pending' });
  await cluster.start('node-1');
  const { signers } = expectSigned(await client.waitFor('comes-back', { until: Date.now() + PATIENCE_MS }));
  expect(signers).toEqual(['node-1', 'node-3']);
  await cluster.start('node-2');
  await cluster.linked();
}, 120_000);
