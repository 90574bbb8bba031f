import { setTimeout as sleep } from 'node:timers/promises';
import { type FrameTap, SESSION_PROTOCOL } from '@quorate/network';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

async function stage(nonces: NonNullable<ClusterDirectoryOptions['nonces']>): Promise<Stage> {
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

describe.each([
  { rounds: 'two', nonces: IN_TWO_ROUNDS, keygenFrames: KEYGEN_FRAMES, signingFrames: 3 },
  { rounds: 'one', nonces: IN_ONE_ROUND, keygenFrames: 0, signingFrames: 2 },
])('among nodes that sign in $rounds', ({ nonces, keygenFrames, signingFrames }) => {
  let set: Stage;
  beforeAll(async () => {
    set = await stage(nonces);
  }, 60_000);
  afterAll(() => set?.[Symbol.asyncDispose](), 60_000);

  const deaths = upTo(keygenFrames).map((after) => ({ victim: after % 2 === 0 ? 'node-1' : 'node-3', after }));
  test.for(deaths)(
    '$victim dies after $after: the key is made, or its name can be ordered again',
    { timeout: 120_000 },
    async ({ victim, after }) => {
      const { client, cluster, linked } = set.network;
      const name = `after-${after}`;
      const back = set.deathAfter(after, victim);
      const order = client.buildOrder({ name, structure: structureOf(cluster.directory, 'frost-ed25519') });
      const outcome = await client.createKey(order, { until: Date.now() + PATIENCE_MS });
      await back;
      if (outcome.kind !== 'done') {
        expect(outcome).toMatchObject({ kind: 'failed', view: { culprits: [] } });
        await sleep(1000); // of two orders of one second, neither is newer
      }
      const key =
        outcome.kind === 'done' ? outcome.key : await makeKey(cluster.directory, client, name, 'frost-ed25519');
      await signText(client, key, 'with the key');
      const listed = await client.keys();
      if (listed.kind !== 'done') throw new Error(listed.sentence);
      expect(listed.value.keys.filter((one) => one.name === name)).toMatchObject([{ id: key.id }]);
      await linked();
    },
  );

  test.for(upTo(signingFrames))(
    'after %i frames of a signing a signer dies: the request succeeds, and it signs again when it is back',
    { timeout: 120_000 },
    async (frames) => {
      const { client, cluster, linked } = set.network;
      const key = await makeKey(cluster.directory, client, `signing-${frames}`, 'frost-secp256k1-tr');
      if (nonces.high > 0) await stocked(cluster, `signing-${frames}`);
      // node-2 answers late, so that node-1 is chosen.
      const back = set.deathAfter(frames, 'node-1', slowToAnswer('node-2', 300));
      const { view } = await signText(client, key, 'interrupted');
      expect(view.attempts[0]?.signers).toContain('node-1');
      expect(view.attempts.flatMap(({ culprits }) => culprits)).toEqual([]);
      await back;
      await linked();
      await cluster.stop('node-2');
      expect((await signText(client, key, 'by the two that are left')).signers).toEqual(['node-1', 'node-3']);
      await cluster.start('node-2');
      await linked();
    },
  );
});

/** From 0 to below a number. */
function upTo(end: number): readonly number[] {
  return Array.from({ length: end }, (_, i) => i);
}
