import type { ClusterFile } from '@quorate/requests';
import { expect, test } from 'vitest';
import { keyStructure } from './keyStructure.ts';

const ids = ['node-1', 'node-2', 'node-3', 'node-4', 'node-5'];
const cluster: ClusterFile = {
  version: 1,
  id: '00'.repeat(32),
  name: 'local',
  revision: 1,
  nodes: ids.map((id) => ({ id, identity: '02'.repeat(33), address: '/ip4/127.0.0.1/tcp/1' })),
  coordinators: [],
  desks: [],
  admins: { threshold: 1, members: [] },
  signatures: [],
};
const scheme = 'frost-ed25519';

test('without options it is a majority of all nodes', () => {
  expect(keyStructure(cluster, { scheme })).toEqual({
    scheme,
    parties: ids.map((node, i) => ({ index: i + 1, node })),
    quorums: [{ threshold: 3, members: [1, 2, 3, 4, 5] }],
    lossAccepted: false,
  });
});

test('several quorums are all required, and index only the nodes they name', () => {
  const quorum = [
    { threshold: 2, nodes: ['node-5', 'node-2', 'node-3'] },
    { threshold: 1, nodes: ['node-4', 'node-1'] },
  ];
  const structure = keyStructure(cluster, { scheme, quorum });
  expect(structure.quorums).toEqual([
    { threshold: 2, members: [2, 3, 5] },
    { threshold: 1, members: [1, 4] },
  ]);
  const two = keyStructure(cluster, { scheme, quorum: [{ threshold: 2, nodes: ['node-2', 'node-4', 'node-5'] }] });
  expect(two.parties).toEqual([
    { index: 1, node: 'node-2' },
    { index: 2, node: 'node-4' },
    { index: 3, node: 'node-5' },
  ]);
});

test('what is required is a quorum of its own, and all others are the first', () => {
  const require = [{ threshold: 1, nodes: ['node-4', 'node-5'] }];
  expect(keyStructure(cluster, { scheme, threshold: 2, require }).quorums).toEqual([
    { threshold: 2, members: [1, 2, 3] },
    { threshold: 1, members: [4, 5] },
  ]);
  const alone = [{ threshold: 1, nodes: ['node-5'] }];
  expect(() => keyStructure(cluster, { scheme, require: alone })).toThrow('node-5 must sign, so the loss of one node');
  expect(keyStructure(cluster, { scheme, require: alone, acceptLoss: true }).quorums).toEqual([
    { threshold: 3, members: [1, 2, 3, 4] },
    { threshold: 1, members: [5] },
  ]);
});

test('the certificate records that a loss was accepted', () => {
  expect(keyStructure(cluster, { scheme, threshold: 5, acceptLoss: true }).lossAccepted).toBe(true);
});

test.each([
  [{ threshold: 6 }, '--threshold 6 is more than the 5 nodes'],
  [{ threshold: 5, require: [{ threshold: 1, nodes: ['node-5'] }] }, '--threshold 5 is more than the 4 other nodes'],
  [{ require: [{ threshold: 2, nodes: ids }] }, 'every node of the cluster is required for itself'],
  [{ require: [{ threshold: 1, nodes: ['hsm-9', 'hsm-8'] }] }, 'the cluster has no node hsm-9'],
  [{ threshold: 5 }, 'the loss of one node would lose the key'],
  [{ threshold: 1 }, 'threshold 1 would exist whole on every node'],
  [{ quorum: [{ threshold: 2, nodes: ['node-1', 'node-2', 'node-9'] }] }, 'the cluster has no node node-9'],
  [{ quorum: [{ threshold: 2, nodes: ['node-1', 'node-2', 'node-1'] }] }, 'a node is named twice'],
  [{ quorum: [{ threshold: 4, nodes: ['node-1', 'node-2', 'node-3'] }] }, '4 of 3 nodes cannot be met'],
  [
    {
      quorum: [
        { threshold: 2, nodes: ['node-1', 'node-2', 'node-3'] },
        { threshold: 1, nodes: ['node-3', 'node-4'] },
      ],
    },
    'a party stands in two quorums',
  ],
])('%j is refused with its reason', (options, sentence) => {
  expect(() => keyStructure(cluster, { scheme, ...options })).toThrow(sentence);
});
