import type { ClusterFile } from '@quorate/requests';
import { sampleCluster } from '@quorate/requests/testing';
import { expect, test } from 'vitest';
import { clusterChanges } from './clusterChanges.ts';

const { cluster } = sampleCluster({ admins: 2, deskKeys: ['hot', 'cold'] });
const [node] = cluster.nodes;
const [desk] = cluster.desks;
const [admin] = cluster.admins.members;
if (!node || !desk || !admin) throw new Error('a sample without members');
const other = { identity: `02${'11'.repeat(32)}`, publicKey: '22'.repeat(32) };

test.each<[string, Partial<ClusterFile>, string]>([
  ['name', { name: 'prod' }, 'the cluster is called prod instead of sample'],
  [
    'identity',
    { nodes: [{ ...node, ...{ identity: other.identity } }, ...cluster.nodes.slice(1)] },
    'node node-1 has another identity',
  ],
  [
    'attestation key',
    { nodes: [{ ...node, attestation: { publicKey: other.identity } }, ...cluster.nodes.slice(1)] },
    'the module of node node-1 is to attest',
  ],
  ['new node', { nodes: [...cluster.nodes, { ...node, id: 'node-4' }] }, 'node node-4 is added'],
  ['coordinator', { coordinators: [] }, 'coordinator coordinator-1 is removed'],
  [
    'coordinator identity',
    { coordinators: [{ id: 'coordinator-1', identity: other.identity }] },
    'coordinator coordinator-1 has another identity',
  ],
  [
    'desk key',
    { desks: [{ ...desk, publicKey: other.publicKey }, ...cluster.desks.slice(1)] },
    'desk desk-1 has another key',
  ],
  [
    'desk scope',
    { desks: [{ ...desk, keys: '*' }, ...cluster.desks.slice(1)] },
    'desk desk-1 may use every key instead of cold, hot',
  ],
  [
    'no scope',
    { desks: [{ ...desk, keys: [] }, ...cluster.desks.slice(1)] },
    'desk desk-1 may use no key instead of cold, hot',
  ],
  [
    'admin key',
    {
      admins: { threshold: 1, members: [{ ...admin, publicKey: other.publicKey }, ...cluster.admins.members.slice(1)] },
    },
    'admin admin-1 has another key',
  ],
  [
    'threshold',
    { admins: { ...cluster.admins, threshold: 2 } },
    '2 instead of 1 admins must sign the order of a new key',
  ],
])('a change of %s is one sentence', (_, changes, text) => {
  expect(clusterChanges(cluster, { ...cluster, ...changes }).map((change) => change.text)).toEqual([text]);
});

test('what verifies keys is in danger when it goes; what only serves is not', () => {
  const dangers = (changes: Partial<ClusterFile>) =>
    clusterChanges(cluster, { ...cluster, ...changes }).filter(({ danger }) => danger !== undefined).length;
  expect(dangers({ nodes: cluster.nodes.slice(1) })).toBe(1);
  expect(dangers({ admins: { threshold: 1, members: [admin] } })).toBe(1);
  expect(dangers({ admins: { ...cluster.admins, threshold: 2 } })).toBe(1);
  expect(
    clusterChanges({ ...cluster, admins: { ...cluster.admins, threshold: 2 } }, cluster)[0]?.danger,
  ).toBeUndefined();
  expect(dangers({ desks: [], coordinators: [] })).toBe(0);
  const attested = {
    ...cluster,
    nodes: [{ ...node, attestation: { publicKey: other.identity } }, ...cluster.nodes.slice(1)],
  };
  expect(clusterChanges(attested, cluster)[0]?.danger).toContain('without a word of its module');
});

test('the order of a scope or of members is no change', () => {
  const turned = { ...desk, keys: ['cold', 'hot'] };
  expect(clusterChanges(cluster, { ...cluster, desks: [...cluster.desks.slice(1), turned] })).toEqual([]);
});
