import { expect, test } from 'vitest';
import { clusterId } from '../cluster/members.ts';
import { sampleCluster } from '../testing/sampleCluster.ts';
import { SAMPLE_TIME, sampleRequest } from '../testing/samples.ts';
import type { CancelOrder } from './cancelOrder.ts';
import { decodeSignedCancel, encodeSignedCancel, signCancel, verifyCancel } from './signedCancel.ts';
import { requestHash } from './signedRequest.ts';

const sample = sampleCluster();
const { cluster, secret } = sample;
const cancel: CancelOrder = {
  version: 1,
  cluster: clusterId(cluster),
  requestHash: requestHash(sampleRequest(sample)),
  desk: 'desk-1',
  createdAt: SAMPLE_TIME,
};
const signed = signCancel(cancel, secret('desk-1'));

test('a cancel order names its desk and survives its encoding', () => {
  expect(verifyCancel(decodeSignedCancel(encodeSignedCancel(signed)), cluster)).toEqual(cluster.desks[0]);
});

test.each<[string, Partial<CancelOrder>, string]>([
  ['request', { requestHash: new Uint8Array(32) }, 'bad-desk-signature'],
  ['desk', { desk: 'desk-2' }, 'bad-desk-signature'],
  ['time', { createdAt: SAMPLE_TIME + 1 }, 'bad-desk-signature'],
  ['cluster', { cluster: new Uint8Array(32) }, 'foreign-cluster'],
  ['unknown desk', { desk: 'desk-9' }, 'unknown-desk'],
])('a change of %s is refused', (_, changes, code) => {
  const changed = { ...signed, cancel: { ...cancel, ...changes } };
  expect(() => verifyCancel(changed, cluster)).toThrow(expect.objectContaining({ code }));
});

test('bytes that are no cancel order are refused', () => {
  expect(() => decodeSignedCancel(Uint8Array.of(1, 2, 3))).toThrow(expect.objectContaining({ code: 'bad-cancel' }));
});
