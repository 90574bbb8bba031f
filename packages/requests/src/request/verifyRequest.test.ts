import { expect, test } from 'vitest';
import { sampleCluster } from '../testing/sampleCluster.ts';
import { SAMPLE_TIME, sampleRequest, sampleSignedRequest } from '../testing/samples.ts';
import { signRequest } from './signedRequest.ts';
import type { SignRequest } from './signRequest.ts';
import { checkKeyScope, verifyRequest } from './verifyRequest.ts';

const sample = sampleCluster();
const { cluster, secret } = sample;
const DAY = 86_400;
const verify = (changes: Partial<SignRequest>, atSeconds = SAMPLE_TIME) =>
  verifyRequest(sampleSignedRequest(sample, changes), cluster, atSeconds * 1000);
const code = (expected: string) => expect.objectContaining({ code: expected });

test('a good request names its desk', () => {
  expect(verify({})).toEqual(cluster.desks[0]);
});

test('a request for another cluster is refused', () => {
  expect(() => verify({ cluster: new Uint8Array(32) })).toThrow(code('foreign-cluster'));
});

test('a foreign desk is refused', () => {
  expect(() => verify({ desk: 'desk-9' })).toThrow('the cluster file has no desk desk-9');
  expect(() => verify({ desk: 'admin-1' })).toThrow(code('unknown-desk'));
});

test('one desk cannot ask in the name of another', () => {
  const signed = signRequest(sampleRequest(sample, { desk: 'desk-2' }), secret('desk-1'));
  expect(() => verifyRequest(signed, cluster, SAMPLE_TIME * 1000)).toThrow("is not desk desk-2's");
});

test('the derivation path is under the signature: nobody can move a request to another child of the key', () => {
  const signed = signRequest(sampleRequest(sample, { path: [0, 7] }), secret('desk-1'));
  expect(verifyRequest(signed, cluster, SAMPLE_TIME * 1000).id).toBe('desk-1');
  const moved = { ...signed, request: { ...signed.request, path: [0, 8] } };
  expect(() => verifyRequest(moved, cluster, SAMPLE_TIME * 1000)).toThrow(code('bad-desk-signature'));
});

test('it holds until the second it expires', () => {
  expect(verify({}, SAMPLE_TIME + 3599).id).toBe('desk-1');
  expect(() => verify({}, SAMPLE_TIME + 3600)).toThrow(code('expired'));
});

test('a desk’s clock may run a minute ahead, not more', () => {
  expect(verify({}, SAMPLE_TIME - 60).id).toBe('desk-1');
  expect(() => verify({}, SAMPLE_TIME - 61)).toThrow(code('not-yet-valid'));
});

test('a request lives seven days at most', () => {
  expect(verify({ expiresAt: SAMPLE_TIME + 7 * DAY }).id).toBe('desk-1');
  expect(() => verify({ expiresAt: SAMPLE_TIME + 7 * DAY + 1 })).toThrow('the request lives longer than 7 days');
});

test('a request that expires before it was created is refused', () => {
  expect(() => verify({ expiresAt: SAMPLE_TIME })).toThrow(code('bad-lifetime'));
});

test('a desk uses only the keys of its scope', () => {
  const scoped = { id: 'desk-1', publicKey: '', keys: ['hot'] };
  expect(() => checkKeyScope(scoped, 'hot')).not.toThrow();
  expect(() => checkKeyScope(scoped, 'cold')).toThrow('does not let desk desk-1 use key cold');
  expect(() => checkKeyScope({ ...scoped, keys: '*' }, 'cold')).not.toThrow();
  expect(() => checkKeyScope({ ...scoped, keys: [] }, 'cold')).toThrow(code('key-not-allowed'));
});
