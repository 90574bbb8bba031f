import { utf8ToBytes } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { sampleCluster } from '../testing/sampleCluster.ts';
import { authHeader, type HttpCall, verifyAuthHeader } from './authHeader.ts';

const { cluster, secret } = sampleCluster();
const NOW = 1_767_225_600_000;
const call: HttpCall = { method: 'POST', path: '/v1/requests', body: utf8ToBytes('{"request":"AA=="}') };
const desk = { kind: 'desk', id: 'desk-1' } as const;
const header = authHeader(desk, secret('desk-1'), call, NOW);
const verify = (text: string | undefined, changed: Partial<HttpCall> = {}, nowMs = NOW) =>
  verifyAuthHeader(text, { ...call, ...changed }, cluster, nowMs);
const unauthenticated = expect.objectContaining({ code: 'unauthenticated' });

test('a desk and an admin are known by their signature', () => {
  expect(verify(header)).toEqual(desk);
  const admin = { kind: 'admin', id: 'admin-1' } as const;
  expect(verify(authHeader(admin, secret('admin-1'), call, NOW))).toEqual(admin);
});

test.each<[string, Partial<HttpCall>]>([
  ['method', { method: 'GET' }],
  ['path', { path: '/v1/requests/other' }],
  ['query', { path: '/v1/requests?limit=1' }],
  ['body', { body: new Uint8Array() }],
])('a header for another %s is refused', (_, changed) => {
  expect(() => verify(header, changed)).toThrow('is not desk desk-1');
});

test('it holds for a minute either way', () => {
  expect(verify(header, {}, NOW + 60_000)).toEqual(desk);
  expect(verify(header, {}, NOW - 60_000)).toEqual(desk);
  expect(() => verify(header, {}, NOW + 62_000)).toThrow("clock is 62 s away from the coordinator's");
  expect(() => verify(header, {}, NOW - 62_000)).toThrow(unauthenticated);
});

test('another time than the signed one is refused', () => {
  expect(() => verify(header.replace(/time="\d+"/, `time="${NOW / 1000 + 1}"`))).toThrow('signature');
});

test.each([
  [undefined, 'needs an Authorization header'],
  ['', 'must read: Quorate desk='],
  ['Bearer abc', 'must read: Quorate desk='],
  [header.replace('desk=', 'node='), 'must read: Quorate desk='],
  [`${header} `, 'must read: Quorate desk='],
  [header.replace('desk-1', 'desk-9'), 'the cluster file has no desk desk-9'],
  [header.replace('desk=', 'admin='), 'the cluster file has no admin desk-1'],
  [header.replace('desk-1', 'desk-2'), "is not desk desk-2's over this call"],
])('%s is refused', (text, sentence) => {
  expect(() => verify(text)).toThrow(sentence);
  expect(() => verify(text)).toThrow(unauthenticated);
});
