import { sampleCluster, sampleStructure } from '@quorate/requests/testing';
import { beforeEach, expect, test } from 'vitest';
import { Suspicion } from '../attempts/suspicion.ts';
import { LatencyBook } from '../nodes/latency.ts';
import { PreferredSigners } from './preferredSigners.ts';

const key = { id: 'key', structure: sampleStructure(sampleCluster(), 'ecdsa-secp256k1') };
let linked: Set<string>;
let latency: LatencyBook;
let recent: Suspicion;
let now: number;
let preferred: PreferredSigners;

beforeEach(() => {
  linked = new Set(['node-1', 'node-2', 'node-3']);
  latency = new LatencyBook();
  now = 0;
  recent = new Suspicion(() => now, 30_000);
  const nodes = { isLinked: (node: string) => linked.has(node) };
  preferred = new PreferredSigners({ nodes, latency, recent, now: () => now });
  for (const [node, ms] of [
    ['node-1', 5],
    ['node-2', 9],
    ['node-3', 7],
  ] as const)
    latency.record(node, ms);
});

const chosen = () => preferred.of(key)?.nodes;

test('the fastest signers are preferred, and stay it when others become faster', () => {
  expect(chosen()).toEqual(['node-1', 'node-3']);
  for (let i = 0; i < 50; i++) latency.record('node-2', 1);
  expect(chosen()).toEqual(['node-1', 'node-3']);
});

test.each<[string, () => void]>([
  ['is not linked', () => linked.delete('node-3')],
  ['was silent', () => preferred.silent('node-3')],
  ['let an attempt down', () => recent.failed('node-3')],
  ['was waited for in vain', () => recent.stalled('node-1', ['node-3'])],
  ['has cheated', () => preferred.convict('node-3')],
  ['makes no presignatures', () => preferred.makes('node-3', false)],
])('a node that %s is preferred no more', (_, happens) => {
  chosen();
  happens();
  expect(chosen()).toEqual(['node-1', 'node-2']);
  linked.add('node-3');
  expect(chosen()).toEqual(['node-1', 'node-2']);
});

test('a node that was silent may be preferred again, one that has cheated may not', () => {
  linked.delete('node-2');
  preferred.silent('node-3');
  expect(chosen()).toBeUndefined();
  now = 60_000;
  expect(chosen()).toEqual(['node-1', 'node-3']);
  preferred.convict('node-3');
  now = 3_600_000;
  expect(chosen()).toBeUndefined();
});
