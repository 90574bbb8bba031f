import { partyIndex } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { fromHex } from '../schema/encoding.ts';
import { sampleCluster } from '../testing/sampleCluster.ts';
import { sampleStructure } from '../testing/samples.ts';
import { clusterId, findAdmin, findDesk, identitiesOf, memberByIdentity, members, nodeById } from './members.ts';
import { peerIdOf } from './peerIdOf.ts';

const sample = sampleCluster();
const { cluster } = sample;
const [node] = cluster.nodes;
const identity = fromHex(node?.identity ?? '');

test('a peer id is what libp2p prints for the key', () => {
  // The generator point; made with @libp2p/peer-id's peerIdFromPublicKey.
  const generator = fromHex('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798');
  expect(peerIdOf(generator)).toBe('16Uiu2HAm3cuhhRL2msUuLF62KRSfneFDx94RsuouyW25Ho42cFMq');
});

test('members are found by identity, with what it takes to dial them', () => {
  expect(memberByIdentity(cluster, identity)).toEqual({
    kind: 'node',
    id: 'node-1',
    identity,
    peerId: peerIdOf(identity),
    address: '/ip4/127.0.0.1/tcp/41001',
  });
  expect(
    memberByIdentity(
      cluster,
      identity.map((byte) => byte ^ 1),
    ),
  ).toBeUndefined();
});

test('nodes come before coordinators, which have no address', () => {
  expect(members(cluster).map(({ kind, id, address }) => [kind, id, address !== undefined])).toEqual([
    ['node', 'node-1', true],
    ['node', 'node-2', true],
    ['node', 'node-3', true],
    ['coordinator', 'coordinator-1', false],
  ]);
});

test('desks, admins and nodes are found by id, strangers are not', () => {
  expect(findDesk(cluster, 'desk-1')?.id).toBe('desk-1');
  expect(findDesk(cluster, 'admin-1')).toBeUndefined();
  expect(findAdmin(cluster, 'admin-1')?.id).toBe('admin-1');
  expect(findAdmin(cluster, 'desk-1')).toBeUndefined();
  expect(() => nodeById(cluster, 'coordinator-1')).toThrow(expect.objectContaining({ code: 'unknown-node' }));
});

test('the identities of a key’s parties come by party index', () => {
  const structure = sampleStructure(sample, 'frost-ed25519');
  expect(identitiesOf(cluster, structure).get(partyIndex(1))).toEqual(identity);
  const gone = { ...cluster, nodes: cluster.nodes.slice(1) };
  expect(() => identitiesOf(gone, structure)).toThrow('the cluster file has no node node-1');
});

test('the cluster id is 32 bytes', () => {
  expect(clusterId(cluster)).toHaveLength(32);
});
