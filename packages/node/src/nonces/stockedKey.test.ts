import { sampleCluster, sampleKey } from '@quorate/requests/testing';
import { certificateCodec, partyIndex } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import type { KeyRecord } from '../store/index.ts';
import { StockedKey } from './stockedKey.ts';

const sample = sampleCluster();
const { certificate, view } = sampleKey(sample, 'frost-ed25519');
const { key, epoch, session } = certificate.statement;
const record: KeyRecord = {
  ...{ key, epoch, session, name: view.name, state: 'active', party: partyIndex(1) },
  ...{ order: new Uint8Array(0), certificate: encodeCbor(certificateCodec, certificate) },
  ...{ sealed: new Uint8Array(0), acknowledgement: undefined, activatedAt: 0 },
};

test('the peers of a key are its other parties', () => {
  const { peers, seats } = new StockedKey(record, sample.cluster);
  expect([...peers].map(([node, { party }]) => [node, party])).toEqual([
    ['node-2', 2],
    ['node-3', 3],
  ]);
  expect(seats).toBe(3);
});

test('a party that has left the cluster is no peer, and no reason to fail', () => {
  const { peers } = new StockedKey(record, { ...sample.cluster, nodes: sample.cluster.nodes.slice(0, 2) });
  expect([...peers.keys()]).toEqual(['node-2']);
});
