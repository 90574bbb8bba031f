import { bytesToHex } from '@noble/hashes/utils.js';
import { sampleCluster } from '@quorate/requests/testing';
import { buildEvidence, encodeEvidence, partyIndex, signingSessionId } from '@quorate/tss-core';
import {
  changingBroadcast,
  keygenResults,
  simulateKeygen,
  simulateSigning,
  structureOf,
  TEST_CLUSTER,
  TEST_TRUST,
} from '@quorate/tss-core/testing';
import { expect, test } from 'vitest';
import { convictor } from './convictor.ts';

const p = partyIndex;
const structure = structureOf('frost-ed25519', [2, [1, 2, 3]]);

/** A signing in which party 2 sent a false share, as party 1 reports it. */
function falseShare() {
  const run = keygenResults(simulateKeygen(structure, 'key'));
  const cheat = changingBroadcast(p(2), 2, (body) => body.with(0, (body[0] ?? 0) ^ 1));
  const { descriptor, certificate, outcomes } = simulateSigning(run, [[p(1), p(2)]], [Uint8Array.of(1)], 'cheat', {
    cheat,
  });
  const outcome = outcomes.get(p(1));
  if (outcome?.kind !== 'fault') throw new Error(`party 1 ended ${outcome?.kind}`);
  const subject = { kind: 'signing', value: { descriptor, certificate } } as const;
  const evidence = encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
  return { evidence, session: signingSessionId(descriptor) };
}

function clusterOfTests() {
  const { cluster } = sampleCluster({ nodes: 3 });
  const nodes = cluster.nodes.map((node) => ({
    ...node,
    identity: bytesToHex(TEST_TRUST.identityOf(node.id) ?? new Uint8Array(33)),
  }));
  return { ...cluster, id: bytesToHex(TEST_CLUSTER), nodes };
}

test('true evidence convicts the node it names', async () => {
  const { evidence, session } = falseShare();
  expect((await convictor(clusterOfTests())(evidence, session))?.culprits).toEqual([{ party: 2, node: 'node-2' }]);
});

test('true evidence about another session convicts nobody in this one', async () => {
  const { evidence } = falseShare();
  expect(await convictor(clusterOfTests())(evidence, new Uint8Array(32))).toBeUndefined();
});

test('evidence of another cluster, changed evidence and garbage prove nothing', async () => {
  const { evidence, session } = falseShare();
  expect(await convictor(sampleCluster().cluster)(evidence, session)).toBeUndefined();
  expect(await convictor(clusterOfTests())(evidence.with(-1, (evidence.at(-1) ?? 0) ^ 1), session)).toBeUndefined();
  expect(await convictor(clusterOfTests())(Uint8Array.of(1, 2, 3), session)).toBeUndefined();
});
