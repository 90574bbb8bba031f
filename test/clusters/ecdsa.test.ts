import type { VerifiedKey } from '@quorate/client';
import type { FrameTap } from '@quorate/network';
import { clusterId, fromBase64, nodeById } from '@quorate/requests';
import { verifyEvidence } from '@quorate/tss-core';
import { bigintModExp } from '@quorate/tss-core/ecdsa';
import { TEST_PROFILE } from '@quorate/tss-core/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { slowToAnswer, withholdSignatures } from '../support/controlFrames.ts';
import { makeKey, signText } from '../support/deskClient.ts';
import { falsehood, honest, inTurn } from '../support/faults.ts';
import { type InProcessNetwork, inProcessNetwork } from '../support/inProcessNetwork.ts';

// Threshold ECDSA as a desk and its admins have it, on short numbers.

const LIAR = 'node-3';
let tap: FrameTap = honest;
let network: InProcessNetwork;
let key: VerifiedKey;

beforeAll(async () => {
  network = await inProcessNetwork({ shortEcdsa: true, roundTimeoutMs: 10_000, tap: (...frame) => tap(...frame) });
  await network.linked();
  key = await makeKey(network.cluster.directory, network.client, 'ether', 'ecdsa-secp256k1');
}, 180_000);

afterAll(() => network?.[Symbol.asyncDispose](), 60_000);

function auxCeremonies(): number {
  const ended = network.cluster.logOf('node-1').filter(({ msg }) => msg === 'session ended');
  return ended.filter(({ kind }) => kind === 'aux').length;
}

test('the first ECDSA key of some nodes makes their aux generation, the second one uses it', async () => {
  expect(auxCeremonies()).toBe(1);
  const second = await makeKey(network.cluster.directory, network.client, 'more-ether', 'ecdsa-secp256k1');
  expect(auxCeremonies()).toBe(1);
  const { view } = await signText(network.client, second, 'from the second key');
  expect(view.signatures).toEqual([expect.stringMatching(/^[0-9a-f]{130}$/)]);
}, 120_000);

test.each([
  { what: 'a product that is none of what it proved', round: 2, code: 'invalid-proof' },
  { what: 'a false signature share', round: 5, code: 'invalid-share' },
])(
  '$what convicts its sender by evidence that anybody can check, and the next attempt does without it',
  async ({ round, code, what }) => {
    const { directory } = network.cluster;
    // The honest alternative answers late, so that the liar is chosen.
    tap = inTurn(slowToAnswer('node-2', 300), falsehood(LIAR, directory.secret(LIAR), round), withholdSignatures(LIAR));
    const { view, signers } = await signText(network.client, key, what);
    tap = honest;
    const convicted = view.attempts.find(({ outcome }) => outcome === 'fault');
    expect(convicted).toMatchObject({ fault: code, culprits: [LIAR] });
    expect(signers).toEqual(['node-1', 'node-2']);

    const identityOf = (node: string) =>
      Uint8Array.from(Buffer.from(nodeById(directory.cluster, node).identity, 'hex'));
    const trusted = { cluster: clusterId(directory.cluster), identityOf };
    const engine = { modExp: bigintModExp, profile: TEST_PROFILE };
    const conviction = verifyEvidence(fromBase64(convicted?.evidence ?? ''), trusted, engine);
    expect(conviction).toMatchObject({ code, kind: 'ecdsa-signing', culprits: [{ party: 3, node: LIAR }] });
  },
  120_000,
);

test('a node that restarts signs with the shares and the aux secrets that it stored', async () => {
  await network.cluster.restart('node-2');
  await network.cluster.stop('node-1');
  await network.linked(['node-2', 'node-3']);
  const { signers } = await signText(network.client, key, 'after a restart');
  expect(signers).toEqual(['node-2', 'node-3']);
  await network.cluster.start('node-1');
  await network.linked();
}, 120_000);

test('a node that is stopped in the middle is left out, and blamed for nothing', async () => {
  const asked = signText(network.client, key, 'while a node goes');
  await new Promise((resolve) => setTimeout(resolve, 150));
  await network.cluster.stop('node-3');
  const { view } = await asked;
  expect(view.attempts.flatMap(({ culprits }) => culprits)).toEqual([]);
  await network.cluster.start('node-3');
}, 120_000);
