import { expect, test } from 'vitest';
import { sampleCluster } from '../testing/sampleCluster.ts';
import { checkSuccessor } from './checkSuccessor.ts';
import type { ClusterFile } from './clusterFile.ts';
import { clusterFileHash } from './clusterStatement.ts';
import { parseClusterFile } from './parseClusterFile.ts';
import { signClusterFile } from './signClusterFile.ts';

const { cluster, secret } = sampleCluster();
const unsigned: ClusterFile = { ...cluster, signatures: [] };

test('nodes may sign in any order, and again', () => {
  const order = ['node-3', 'node-1', 'node-2', 'node-1'];
  const signed = order.reduce<ClusterFile>((file, id) => signClusterFile(file, id, secret(id)), unsigned);
  expect(parseClusterFile(JSON.stringify(signed))).toEqual(cluster);
});

test('signing with another node’s key is refused', () => {
  expect(() => signClusterFile(cluster, 'node-1', secret('node-2'))).toThrow('not the one the cluster file names');
});

test('a stranger cannot sign', () => {
  expect(() => signClusterFile(cluster, 'node-9', secret('node-9'))).toThrow('the cluster file has no node node-9');
});

test('the hash is that of the content, not of the signatures', () => {
  expect(clusterFileHash(unsigned)).toEqual(clusterFileHash(cluster));
  expect(clusterFileHash({ ...cluster, revision: 2 })).not.toEqual(clusterFileHash(cluster));
});

test('a successor has the same id and a higher revision', () => {
  expect(() => checkSuccessor(cluster, { ...cluster, revision: 2 })).not.toThrow();
  expect(() => checkSuccessor(cluster, cluster)).toThrow('has revision 1, the one in use has 1');
  expect(() => checkSuccessor({ ...cluster, revision: 3 }, { ...cluster, revision: 2 })).toThrow(
    'has revision 2, the one in use has 3',
  );
  expect(() => checkSuccessor(cluster, { ...cluster, id: '00'.repeat(32), revision: 2 })).toThrow('another cluster');
});
