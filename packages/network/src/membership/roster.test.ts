import { peerIdOf } from '@quorate/requests';
import { fromString } from 'uint8arrays/from-string';
import { expect, test } from 'vitest';
import { identityOf } from '../testing/testCluster.ts';
import { rosterOf } from './roster.ts';

const identity = (seed: number): string => identityOf(new Uint8Array(32).fill(seed));
const node = (n: number, changes: object = {}) => ({
  id: `node-${n}`,
  identity: identity(n),
  address: `/ip4/127.0.0.1/tcp/${41000 + n}`,
  ...changes,
});
const cluster = {
  nodes: [node(1), node(2), node(3)],
  coordinators: [
    { id: 'coordinator-1', identity: identity(8) },
    { id: 'coordinator-2', identity: identity(9) },
  ],
};

test('of two nodes the lower id dials; nodes wait for coordinators', () => {
  const { others } = rosterOf(cluster, { kind: 'node', id: 'node-2' });
  expect(others.map(({ id, dial, dialsUs }) => [id, dial !== undefined, dialsUs])).toEqual([
    ['node-1', false, true],
    ['node-3', true, false],
    ['coordinator-1', false, true],
    ['coordinator-2', false, true],
  ]);
});

test('a coordinator dials every node, is dialled by nobody, and has nothing to do with other coordinators', () => {
  const { others } = rosterOf(cluster, { kind: 'coordinator', id: 'coordinator-1' });
  expect(others.map(({ id, dial, dialsUs }) => [id, dial !== undefined, dialsUs])).toEqual([
    ['node-1', true, false],
    ['node-2', true, false],
    ['node-3', true, false],
    ['coordinator-2', false, false],
  ]);
});

test('every pair that talks has exactly one side that dials, which the other expects', () => {
  const selves = [
    ...cluster.nodes.map(({ id }) => ({ kind: 'node', id }) as const),
    ...cluster.coordinators.map(({ id }) => ({ kind: 'coordinator', id }) as const),
  ];
  for (const a of selves) {
    for (const b of selves.filter(({ id }) => id !== a.id)) {
      const dials = rosterOf(cluster, a).byId(b.id)?.dial !== undefined;
      expect(rosterOf(cluster, b).byId(a.id)?.dialsUs).toBe(dials);
    }
  }
});

test('members are found by their peer id, which follows from the identity', () => {
  const roster = rosterOf(cluster, { kind: 'node', id: 'node-1' });
  const { peerId = '' } = roster.byId('node-3') ?? {};
  expect(peerId).toMatch(/^16Uiu2HA/);
  expect(roster.byPeer(peerId)?.id).toBe('node-3');
  expect(peerId).toBe(peerIdOf(fromString(identity(3), 'base16')));
  expect(roster.byPeer('16Uiu2HAkxeUGmrJ5n7WPqRzrfarezPruYVrFsceN9i1s2QxRNZG5')).toBeUndefined();
});

test.each([
  ['duplicate-member', { ...cluster, nodes: [node(1), node(1)] }],
  ['duplicate-member', { ...cluster, nodes: [node(1), node(2, { identity: identity(1) })] }],
  ['not-a-member', { ...cluster, nodes: [node(2)] }],
  ['bad-identity', { ...cluster, nodes: [node(1), node(2, { identity: '02ff' })] }],
  ['bad-address', { ...cluster, nodes: [node(1), node(2, { address: '/nonsense/1' })] }],
])('%s is refused', (code, broken) => {
  expect(() => rosterOf(broken, { kind: 'node', id: 'node-1' })).toThrowError(expect.objectContaining({ code }));
});

test('a coordinator cannot pass for a node of the same id', () => {
  expect(() => rosterOf(cluster, { kind: 'coordinator', id: 'node-1' })).toThrowError(
    expect.objectContaining({ code: 'not-a-member' }),
  );
});
