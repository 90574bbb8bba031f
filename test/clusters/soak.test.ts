import { setTimeout as sleep } from 'node:timers/promises';
import type { Signed, VerifiedKey } from '@quorate/client';
import { clusterId, fromBase64, nodeById } from '@quorate/requests';
import { verifyEvidence } from '@quorate/tss-core';
import { describe, expect, test } from 'vitest';
import { auditWire } from '../support/auditWire.ts';
import { Chaos, type Step, schedule } from '../support/chaos.ts';
import { makeKey, signText } from '../support/deskClient.ts';
import { type InProcessNetwork, inProcessNetwork } from '../support/inProcessNetwork.ts';
import { wireLog } from '../support/wireLog.ts';

// A failure names its seed: QUORATE_SOAK_SEEDS=4 vitest run test/clusters/soak.test.ts plays that schedule again.
const SEEDS = (process.env.QUORATE_SOAK_SEEDS ?? '1,2').split(',').map(Number);
const STEPS = Number(process.env.QUORATE_SOAK_STEPS ?? 8);
const LIAR = 'node-3';
const LYING_PARTY = 3;

/** Asks for several signatures at random moments around the beginning of the trouble, which lasts until all are there. */
async function play(step: Step, network: InProcessNetwork, chaos: Chaos, keys: readonly VerifiedKey[], name: string) {
  const asked = Array.from({ length: step.requests }, async (_, i) => {
    await sleep(i * 15);
    const key = keys[i % keys.length];
    if (!key) throw new Error('no key');
    return signText(network.client, key, `${name}, request ${i}`);
  });
  await sleep(step.afterMs);
  const end = await chaos.begin(step.trouble, network);
  try {
    return await Promise.all(asked);
  } catch (problem) {
    throw new Error(`${name}, ${JSON.stringify(step)}`, { cause: problem });
  } finally {
    await end();
  }
}

/** Whoever is blamed lied, and everybody can check that it did. */
function expectOnlyLiarsBlamed({ cluster }: InProcessNetwork, { view }: Signed, liars: readonly string[]): void {
  const file = cluster.directory.cluster;
  const identityOf = (node: string) => Uint8Array.from(Buffer.from(nodeById(file, node).identity, 'hex'));
  for (const { culprits, evidence } of view.attempts) {
    expect(liars).toEqual(expect.arrayContaining(culprits));
    if (culprits.length === 0) continue;
    const conviction = verifyEvidence(fromBase64(evidence ?? ''), { cluster: clusterId(file), identityOf });
    expect(conviction.culprits.map(({ node }) => node)).toEqual(culprits);
  }
}

async function soak(seed: number, liar?: string): Promise<void> {
  const chaos = new Chaos(seed);
  const wire = wireLog();
  await using network = await inProcessNetwork({ tap: wire.recording(chaos.tap) });
  await network.linked();
  const { directory, nodeIds } = network.cluster;
  const keys = [
    await makeKey(directory, network.client, 'ed', 'frost-ed25519'),
    await makeKey(directory, network.client, 'btc', 'frost-secp256k1-tr'),
  ];
  let signatures = 0;
  for (const [i, step] of schedule(seed, STEPS, nodeIds, liar).entries()) {
    for (const signed of await play(step, network, chaos, keys, `seed ${seed}, step ${i}`)) {
      signatures += signed.signatures.length;
      expectOnlyLiarsBlamed(network, signed, liar ? [liar] : []);
    }
  }
  expect(signatures).toBeGreaterThanOrEqual(2 * STEPS);
  // At least one honest signer with a nonce pair for every signature there is.
  expect(auditWire(wire, liar ? [LYING_PARTY] : []).pairs).toBeGreaterThanOrEqual(signatures);
}

describe.each(SEEDS)('seed %i', { timeout: 180_000 }, (seed) => {
  test.concurrent('every request is signed whatever the network does, and nobody is blamed', () => soak(seed));

  test.concurrent('every request is signed though a node lies, and it alone is blamed', () => soak(seed + 1000, LIAR));
});
