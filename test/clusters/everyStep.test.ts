import { type FrameTap, SESSION_PROTOCOL } from '@quorate/network';
import { describe, expect, test } from 'vitest';
import { auditWire } from '../support/auditWire.ts';
import { structureOf } from '../support/ceremonies.ts';
import type { ClusterDirectoryOptions } from '../support/clusterDirectory.ts';
import { slowToAnswer } from '../support/controlFrames.ts';
import { makeKey, PATIENCE_MS, signText } from '../support/deskClient.ts';
import { honest } from '../support/faults.ts';
import { type InProcessNetwork, inProcessNetwork } from '../support/inProcessNetwork.ts';
import { stocked } from '../support/nonceStock.ts';
import { wireLog } from '../support/wireLog.ts';

// Attack 40: a node dies at each single frame that it sends in a protocol, and comes back. No honest node ever
// equivocates, no key is lost, no nonce is reused, nobody is blamed, the next request succeeds.

/** What a party of three sends in a keygen: commitment, dealing, dealt share, verdict, certificate signature, to each. */
const KEYGEN_FRAMES = 10;
/** A death is noticed by the lost link; no round ends because the machine is busy. */
const PATIENT_MS = 10_000;
const IN_TWO_ROUNDS = { low: 0, high: 0 };
const IN_ONE_ROUND = { low: 4, high: 12 };

interface Stage extends AsyncDisposable {
  readonly network: InProcessNetwork;
  /**
   * The node will die once it has sent so many session frames: instead of its next frame of any kind or, while it has
   * sent none, of its first session frame.
   * @returns resolves when it has come back
   */
  deathAfter(frames: number, node: string, meanwhile?: FrameTap): Promise<void>;
}

async function stage(nonces: ClusterDirectoryOptions['nonces'] = IN_TWO_ROUNDS): Promise<Stage> {
  const wire = wireLog();
  let tap = honest;
  const network = await inProcessNetwork({
    nonces,
    roundTimeoutMs: PATIENT_MS,
    tap: wire.recording((...frame) => tap(...frame)),
  });
  await network.linked();

  return {
    network,
    async deathAfter(frames, node, meanwhile = honest) {
      const died = Promise.withResolvers<void>();
      let sent = 0;
      tap = (from, to, protocol, frame) => {
        if (from !== node) return meanwhile(from, to, protocol, frame);
        const isOfSession = protocol === SESSION_PROTOCOL;
        const lives = isOfSession || frames === 0 ? sent + Number(isOfSession) <= frames : sent < frames;
        if (isOfSession) sent++;
        if (!lives) died.resolve();
        return lives ? [{ frame, delayMs: 0 }] : [];
      };
      await died.promise;
      await network.cluster.stop(node);
      tap = honest;
      await network.cluster.start(node);
    },
    async [Symbol.asyncDispose]() {
      await network[Symbol.asyncDispose]();
      expect(auditWire(wire).pairs).toBeGreaterThanOrEqual(2);
    },
  };
}

const deaths = Array.from({ length: KEYGEN_FRAMES }, (_, frames) => frames).filter((frames) => frames % 2 === 0);
describe.each(deaths)('after %i frames of a keygen, or one more', { timeout: 120_000 }, (frames) => {
  test.concurrent.each([
    { victim: 'node-1', after: frames },
    { victim: 'node-3', after: frames + 1 },
  ])('$victim dies after $after: the key is made, or its name can be ordered again', async ({ victim, after }) => {
    await using set = await stage();
    const { client, cluster } = set.network;
    const back = set.deathAfter(after, victim);
    const order = client.buildOrder({ name: 'k', structure: structureOf(cluster.directory, 'frost-ed25519') });
    const outcome = await client.createKey(order, { until: Date.now() + PATIENCE_MS });
    await back;
    if (outcome.kind !== 'done') expect(outcome).toMatchObject({ kind: 'failed', view: { culprits: [] } });
    const key = outcome.kind === 'done' ? outcome.key : await makeKey(cluster.directory, client, 'k', 'frost-ed25519');
    await signText(client, key, 'with the key');
    const listed = await client.keys();
    expect(listed).toMatchObject({ kind: 'done', value: { keys: [{ id: key.id, name: 'k' }] } });
  });
});

describe.each([
  { rounds: 'two', nonces: IN_TWO_ROUNDS, frames: 0 },
  { rounds: 'two', nonces: IN_TWO_ROUNDS, frames: 1 },
  { rounds: 'two', nonces: IN_TWO_ROUNDS, frames: 2 },
  { rounds: 'one', nonces: IN_ONE_ROUND, frames: 0 },
  { rounds: 'one', nonces: IN_ONE_ROUND, frames: 1 },
])('after $frames frames of a signing in $rounds', { timeout: 120_000 }, ({ nonces, frames }) => {
  test('a signer dies: the request succeeds, and it signs again when it is back', async () => {
    await using set = await stage(nonces);
    const { client, cluster, linked } = set.network;
    const key = await makeKey(cluster.directory, client, 'k', 'frost-secp256k1-tr');
    if (nonces.high > 0) await stocked(cluster, 'k');
    // node-2 answers late, so that node-1 is chosen.
    const back = set.deathAfter(frames, 'node-1', slowToAnswer('node-2', 300));
    const { view } = await signText(client, key, 'interrupted');
    expect(view.attempts[0]?.signers).toContain('node-1');
    expect(view.attempts.flatMap(({ culprits }) => culprits)).toEqual([]);
    await back;
    await linked();
    await cluster.stop('node-2');
    expect((await signText(client, key, 'by the two that are left')).signers).toEqual(['node-1', 'node-3']);
  });
});
