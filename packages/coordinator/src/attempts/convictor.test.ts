import { bytesToHex } from '@noble/hashes/utils.js';
import { sampleCluster } from '@quorate/requests/testing';
import { buildEvidence, encodeEvidence, partyIndex } from '@quorate/tss-core';
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
function falseShare(): Uint8Array {
  const run = keygenResults(simulateKeygen(structure, 'key'));
  const cheat = changingBroadcast(p(2), 2, (body) => body.with(0, (body[0] ?? 0) ^ 1));
  const { descriptor, certificate, outcomes } = simulateSigning(run, [[p(1), p(2)]], [Uint8Array.of(1)], 'cheat', {
    cheat,
  });
  const outcome = outcomes.get(p(1));
  if (outcome?.kind !== 'fault') throw new Error(`party 1 ended ${outcome?.kind}`);
  const subject = { kind: 'signing', value: { descriptor, certificate } } as const;
  return encodeEvidence(buildEvidence(outcome.fault, outcome.evidence, subject));
}

function clusterOfTests() {
  const { cluster } = sampleCluster({ nodes: 3 });
  const nodes = cluster.nodes.map((node) => ({
    ...node,
    identity: bytesToHex(TEST_TRUST.identityOf(node.id) ?? new Uint8Array(33)),
  }));
  return { ...cluster, id: bytesToHex(TEST_CLUSTER), nodes };
}

test('true evidence convicts the node it names', () => {
  expect(convictor(clusterOfTests())(falseShare())?.culprits).toEqual([{ party: 2, node: 'node-2' }]);
});

test('evidence of another cluster, changed evidence and garbage prove nothing', () => {
  const evidence = falseShare();
  expect(convictor(sampleCluster().cluster)(evidence)).toBeUndefined();
  expect(convictor(clusterOfTests())(evidence.with(-1, (evidence.at(-1) ?? 0) ^ 1))).toBeUndefined();
  expect(convictor(clusterOfTests())(Uint8Array.of(1, 2, 3))).toBeUndefined();
});
