import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleCluster } from '@quorate/requests/testing';
import { RequestRejected } from '@quorate/tss-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLoopback } from './checkBind.ts';
import { loadConfig } from './config.ts';
import { readIdentitySecret } from './readIdentitySecret.ts';

const CONFIG = `
version: 1
id: coordinator-1
clusterFile: ../cluster.json
identityKeyFile: identity.key
dataDir: data
http: {port: 41201}
`;
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-config-'));
  mkdirSync(join(folder, 'coordinator'));
  writeFileSync(join(folder, 'cluster.json'), JSON.stringify(sampleCluster().cluster));
  file = join(folder, 'coordinator', 'coordinator.yaml');
  writeFileSync(file, CONFIG);
});
afterEach(() => rmSync(folder, { recursive: true }));

function rejection(act: () => unknown): RequestRejected {
  try {
    act();
  } catch (problem) {
    if (problem instanceof RequestRejected) return problem;
    throw problem;
  }
  throw new Error('nothing was rejected');
}

function rejectionOf(yaml: string): string {
  writeFileSync(file, yaml);
  return rejection(() => loadConfig(file)).message.replace(file, 'FILE');
}

test('relative paths are relative to the file, and the rest has its defaults', () => {
  expect(loadConfig(file)).toMatchObject({
    ...{
      id: 'coordinator-1',
      listen: [],
      log: { level: 'info' },
      limits: { inFlight: 24, pendingPerDesk: 1000, storedMiBPerDesk: 16_384 },
      retentionDays: 30,
    },
    ...{ dataDir: join(folder, 'coordinator', 'data'), http: { host: '127.0.0.1', port: 41201, behindProxy: false } },
    identityKeyFile: join(folder, 'coordinator', 'identity.key'),
  });
});

test('absolute paths stay as they are', () => {
  writeFileSync(file, CONFIG.replace('dataDir: data', 'dataDir: /var/lib/quorate'));
  expect(loadConfig(file).dataDir).toBe('/var/lib/quorate');
});

test.each([
  ['an unknown field', `${CONFIG}retries: 3\n`, 'FILE: unknown field "retries"'],
  ['a missing field', CONFIG.replace('dataDir: data\n', ''), 'FILE: dataDir: missing'],
  ['a field of another type', CONFIG.replace('41201', 'often'), /^FILE: http\.port: /],
  ['a port that is none', CONFIG.replace('41201', '70000'), /^FILE: http\.port: /],
  ['a retention of nothing', `${CONFIG}retentionDays: 0\n`, /^FILE: retentionDays: expected number to be >=1/],
  ['half a file', CONFIG.slice(0, 40), /^FILE: /],
  ['what is no YAML', 'version: 1\na: [1', 'FILE: not valid YAML at line 2'],
  ['an empty file', '', /^FILE: /],
  [
    'another id',
    CONFIG.replace('coordinator-1', 'coordinator-2'),
    'FILE: id: the cluster file names no coordinator coordinator-2',
  ],
])('%s is refused with one sentence', (_name, yaml, sentence) => {
  expect(rejectionOf(yaml)).toMatch(sentence);
});

test('the API is served off loopback only with TLS, or behind a proxy that has it', () => {
  const open = CONFIG.replace('{port: 41201}', '{host: 0.0.0.0, port: 41201}');
  expect(rejectionOf(open)).toContain('0.0.0.0 is not a loopback address');
  expect(loadConfig(file, { behindProxy: true }).http.behindProxy).toBe(true);
  writeFileSync(file, open.replace('port: 41201', 'port: 41201, behindProxy: true'));
  expect(loadConfig(file).http.host).toBe('0.0.0.0');
  writeFileSync(file, open.replace('port: 41201', 'port: 41201, tls: {certFile: c.pem, keyFile: k.pem}'));
  expect(loadConfig(file).http.tls?.certFile).toBe(join(folder, 'coordinator', 'c.pem'));
});

test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('%s is loopback', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org', 'localhost.example.org', ''])('%s is not', (host) => {
  expect(isLoopback(host)).toBe(false);
});

test('a missing or changed cluster file is refused', () => {
  const cluster = join(folder, 'cluster.json');
  writeFileSync(cluster, JSON.stringify({ ...sampleCluster().cluster, name: 'other' }));
  expect(rejection(() => loadConfig(file)).code).toBe('bad-cluster-file');
  rmSync(cluster);
  expect(rejection(() => loadConfig(file)).message).toBe(`${cluster}: not found`);
});

test('the identity key is read only from a file that nobody else may read', () => {
  const key = join(folder, 'identity.key');
  writeFileSync(key, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
  expect(readIdentitySecret(key)).toEqual(new Uint8Array(32).fill(0xab));
  chmodSync(key, 0o640);
  expect(rejection(() => readIdentitySecret(key)).hint).toBe(`run: chmod 600 ${key}`);
  chmodSync(key, 0o600);
  writeFileSync(key, 'ab');
  expect(rejection(() => readIdentitySecret(key)).message).toBe(`${key}: expected 64 lowercase hex digits`);
  rmSync(key);
  expect(rejection(() => readIdentitySecret(key)).message).toBe(`${key}: not found`);
});
