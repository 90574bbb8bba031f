import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { authHeader, statusViewSchema, toHex } from '@quorate/requests';
import { sampleCluster } from '@quorate/requests/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CoordinatorDeps, createLog, loadConfig, type RunningCoordinator, startCoordinator } from './index.ts';
import { type CoordinatorFolder, coordinatorFolder } from './testing/coordinatorFolder.ts';

const deps: CoordinatorDeps = { transport: 'memory', log: createLog('silent', 'coordinator-1') };
let folder: CoordinatorFolder;
const running: RunningCoordinator[] = [];

beforeEach(() => {
  folder = coordinatorFolder();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((coordinator) => coordinator.stop()));
  folder.remove();
});

async function start(config = folder.config): Promise<RunningCoordinator> {
  const coordinator = await startCoordinator(loadConfig(config), deps);
  running.push(coordinator);
  return coordinator;
}

test('it serves without any node, and shows them as down', async () => {
  const { url } = await start();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const call = { method: 'GET', path: '/v1/status', body: new Uint8Array(0) };
  const authorization = authHeader({ kind: 'desk', id: 'desk-1' }, sampleCluster().secret('desk-1'), call, Date.now());
  const answer = await fetch(`${url}/v1/status`, { headers: { authorization } });
  const { nodes } = statusViewSchema.parse(await answer.json());
  expect(nodes.map(({ state }) => state)).toEqual(['down', 'down', 'down']);
});

test('it stops once, however often it is told to, and starts again on the same data', async () => {
  const first = await start();
  await Promise.all([first.stop(), first.stop()]);
  await expect(fetch(`${first.url}/healthz`)).rejects.toThrow();
  await start();
});

test('a second one on the same data is refused, and the first goes on', async () => {
  const { url } = await start();
  await expect(start()).rejects.toMatchObject({ code: 'data-in-use' });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('a port that is taken is refused, with nothing left open', async () => {
  const { url } = await start();
  const other = coordinatorFolder(`{port: ${new URL(url).port}}`);
  await expect(start(other.config)).rejects.toMatchObject({ code: 'bad-config' });
  const free = { ...loadConfig(other.config), http: { host: '127.0.0.1', port: 0, behindProxy: false } };
  running.push(await startCoordinator(free, deps));
  await running.pop()?.stop();
  other.remove();
});

test('an identity that the cluster file does not name is refused', async () => {
  writeFileSync(join(folder.path, 'identity.key'), toHex(new Uint8Array(32).fill(7)), { mode: 0o600 });
  await expect(start()).rejects.toMatchObject({ code: 'wrong-identity' });
});

// Node makes no certificates, so this needs the openssl command.
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

test.skipIf(!hasOpenssl)('it serves over TLS', async () => {
  const other = coordinatorFolder('{port: 0, tls: {certFile: cert.pem, keyFile: key.pem}}');
  const [cert, key] = [join(other.path, 'cert.pem'), join(other.path, 'key.pem')];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    '/CN=localhost',
  ];
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const { url } = await start(other.config);
  const status = await new Promise((resolve, reject) => {
    get(`${url}/healthz`, { ca: readFileSync(cert), checkServerIdentity: () => undefined }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on('error', reject);
  });
  expect([url.split(':')[0], status]).toEqual(['https', 200]);
  other.remove();
});

test('missing TLS files are refused with their name', async () => {
  const other = coordinatorFolder('{port: 0, tls: {certFile: cert.pem, keyFile: key.pem}}');
  await expect(start(other.config)).rejects.toThrow(`${join(other.path, 'cert.pem')}: not found`);
  other.remove();
});

test('TLS files that do not belong together are refused', async () => {
  const other = coordinatorFolder('{port: 0, tls: {certFile: cert.pem, keyFile: key.pem}}');
  for (const file of ['cert.pem', 'key.pem']) writeFileSync(join(other.path, file), 'no PEM at all');
  await expect(start(other.config)).rejects.toThrow('key.pem are not a certificate and its key in PEM');
  other.remove();
});
