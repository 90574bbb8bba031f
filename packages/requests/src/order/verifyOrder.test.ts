import { partyIndex, RequestRejected } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { sampleCluster } from '../testing/sampleCluster.ts';
import { SAMPLE_TIME, sampleOrder, sampleSignedOrder, sampleStructure } from '../testing/samples.ts';
import type { CreateKeyOrder, SignedOrder } from './createKeyOrder.ts';
import { decodeSignedOrder, encodeSignedOrder, keyIdOf, orderHash, signOrder } from './signedOrder.ts';
import { verifyOrder, verifyOrderSignatures } from './verifyOrder.ts';

const sample = sampleCluster({ admins: 3, threshold: 2 });
const { cluster, secret } = sample;
const NOW = SAMPLE_TIME * 1000;
const order = sampleOrder(sample);
const signedBy = (...admins: string[]): SignedOrder =>
  admins.reduce((signed, id) => signOrder(signed, id, secret(id)), { order, signatures: [] } as SignedOrder);
const code = (expected: string) => expect.objectContaining({ code: expected });

test('k of m admins suffice, in any order and any number above', () => {
  expect(() => verifyOrder(signedBy('admin-3', 'admin-1'), cluster, NOW)).not.toThrow();
  expect(() => verifyOrder(signedBy('admin-1', 'admin-2', 'admin-3'), cluster, NOW)).not.toThrow();
});

test('a coordinator can order nothing: fewer admins than the threshold are refused', () => {
  expect(() => verifyOrder(signedBy('admin-1'), cluster, NOW)).toThrow('1 of the 2 admin signatures');
  expect(() => verifyOrder(signedBy(), cluster, NOW)).toThrow(code('too-few-admins'));
});

test('one admin does not count twice', () => {
  const [signature] = signedBy('admin-1').signatures;
  if (!signature) throw new Error('no signature');
  const doubled = { order, signatures: [signature, signature] };
  expect(() => verifyOrder(doubled, cluster, NOW)).toThrow(code('duplicate-admin'));
});

test('a signature by a desk, a stranger or in another’s name is refused', () => {
  const by = (admin: string, holder: string) =>
    verifyOrder(signOrder(signedBy('admin-1'), admin, secret(holder)), cluster, NOW);
  expect(() => by('desk-1', 'desk-1')).toThrow(code('unknown-admin'));
  expect(() => by('admin-9', 'admin-9')).toThrow(code('unknown-admin'));
  expect(() => by('admin-2', 'admin-3')).toThrow(code('bad-admin-signature'));
});

test('a false signature spoils the order even beside enough good ones', () => {
  const spoiled = signOrder(signedBy('admin-1', 'admin-2'), 'admin-3', secret('admin-1'));
  expect(() => verifyOrder(spoiled, cluster, NOW)).toThrow(code('bad-admin-signature'));
});

test('a node outside the cluster is refused', () => {
  const smaller = { ...cluster, nodes: cluster.nodes.slice(1) };
  expect(() => verifyOrder(signedBy('admin-1', 'admin-2'), smaller, NOW)).toThrow(code('unknown-node'));
});

test('an order for a key that no intent is signed with is refused', () => {
  const p256 = sampleSignedOrder(sample, { structure: sampleStructure(sample, 'frost-p256') });
  expect(() => verifyOrder(p256, cluster, NOW)).toThrow(code('unsupported-scheme'));
  expect(() => verifyOrder(p256, cluster, NOW)).toThrow('frost-p256 cannot be used in a cluster');
});

test('an order for another cluster is refused', () => {
  const foreign = sampleSignedOrder(sample, { cluster: new Uint8Array(32) });
  expect(() => verifyOrder(foreign, cluster, NOW)).toThrow(code('foreign-cluster'));
});

test('an expired order starts nothing, but still proves the key it made', () => {
  const signed = signedBy('admin-1', 'admin-2');
  expect(() => verifyOrder(signed, cluster, (SAMPLE_TIME + 3600) * 1000)).toThrow('the order has expired');
  expect(() => verifyOrderSignatures(signed, cluster)).not.toThrow();
});

test('an order of the future, or for ever, is refused', () => {
  expect(() => verifyOrder(signedBy('admin-1', 'admin-2'), cluster, NOW - 61_000)).toThrow(code('not-yet-valid'));
  const longLived = sampleSignedOrder(sample, { expiresAt: SAMPLE_TIME + 8 * 86_400 });
  expect(() => verifyOrder(longLived, cluster, NOW)).toThrow(code('bad-lifetime'));
});

const structure = sampleStructure(sample, 'frost-ed25519');
test.each<[string, Partial<CreateKeyOrder>]>([
  ['order id', { orderId: new Uint8Array(32) }],
  ['name', { name: 'other' }],
  ['scheme', { structure: { ...structure, scheme: 'frost-secp256k1-tr' } }],
  ['threshold', { structure: sampleStructure(sample, 'frost-ed25519', 3) }],
  ['accepted loss', { structure: { ...structure, lossAccepted: true } }],
  ['creation', { createdAt: SAMPLE_TIME + 1 }],
  ['expiry', { expiresAt: SAMPLE_TIME + 3601 }],
])('a change of %s makes another key and breaks the signatures', (_, changes) => {
  const changed = { ...order, ...changes };
  expect(orderHash(changed)).not.toEqual(orderHash(order));
  expect(keyIdOf(changed)).not.toEqual(keyIdOf(order));
  const signed = { ...signedBy('admin-1', 'admin-2'), order: changed };
  expect(() => verifyOrderSignatures(signed, cluster)).toThrow(code('bad-admin-signature'));
});

test('an order survives its encoding', () => {
  const signed = signedBy('admin-1', 'admin-2');
  expect(decodeSignedOrder(encodeSignedOrder(signed))).toEqual(signed);
});

test('a structure that cannot be is refused when it is signed and when it is read', () => {
  const alone = { ...structure, quorums: [{ threshold: 1, members: [1, 2, 3].map(partyIndex) }] };
  const signOne = () =>
    signOrder({ order: { ...order, structure: alone }, signatures: [] }, 'admin-1', secret('admin-1'));
  expect(signOne).toThrow('order.order.structure: a key whose only quorum has threshold 1');
  expect(signOne).toThrow(RequestRejected);
});

test('bytes that are no order are refused', () => {
  expect(() => decodeSignedOrder(new Uint8Array(5))).toThrow(code('bad-order'));
});
