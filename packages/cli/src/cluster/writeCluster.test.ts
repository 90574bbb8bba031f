import { randomBytes } from 'node:crypto';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseClusterFile, parseRuleSet, personPublicKey } from '@quorate/requests';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadClientConfig } from '../config/clientConfig.ts';
import { readSecret } from '../config/readSecret.ts';
import { clusterLayout } from './layout.ts';
import { writeCluster } from './writeCluster.ts';

const ports = Array.from({ length: 8 }, (_, i) => 21_001 + i);
let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = (dir: string) => writeCluster(clusterLayout(dir), { nodes: 3, ports }, randomBytes);
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test('a new cluster is pinned by a file that all its nodes signed', async () => {
  await write(join(root, 'c'));
  const { clusterFile } = clusterLayout(join(root, 'c'));
  const cluster = parseClusterFile(await readFile(clusterFile, 'utf8'));
  expect(cluster.nodes.map(({ id }) => id)).toEqual(['node-1', 'node-2', 'node-3']);
  expect(cluster.signatures.map(({ node }) => node)).toEqual(['node-1', 'node-2', 'node-3']);
  expect(new Set(cluster.nodes.map(({ address }) => address)).size).toBe(3);
});

test('secrets are for their owner only, every one different', async () => {
  const layout = clusterLayout(join(root, 'c'));
  await write(layout.dir);
  const secrets = [
    layout.deskKey,
    layout.adminKey,
    layout.coordinator.identityKey,
    ...['node-1', 'node-2', 'node-3'].flatMap((id) => [layout.node(id).identityKey, layout.node(id).passphrase]),
  ];
  for (const secret of secrets) expect(await modeOf(secret), secret).toBe('600');
  const contents = await Promise.all(secrets.map((path) => readFile(path, 'utf8')));
  expect(new Set(contents).size).toBe(secrets.length);
  for (const dir of [layout.dir, layout.coordinator.dir, layout.node('node-1').dir, layout.node('node-1').dataDir]) {
    expect(await modeOf(dir), dir).toBe('700');
  }
});

test('the client config finds the cluster, and its keys are the ones the cluster file names', async () => {
  await write(join(root, 'c'));
  const config = await loadClientConfig(join(root, 'c'));
  expect(config.coordinator).toBe('http://127.0.0.1:21008');
  const desk = personPublicKey(await readSecret(config.desk.keyFile));
  expect(Buffer.from(desk).toString('hex')).toBe(config.cluster.desks[0]?.publicKey);
  const admin = personPublicKey(await readSecret(config.admin?.keyFile ?? ''));
  expect(Buffer.from(admin).toString('hex')).toBe(config.cluster.admins.members[0]?.publicKey);
});

test('a node config names its own ports and the rules of the local demo', async () => {
  const layout = clusterLayout(join(root, 'c'));
  await write(layout.dir);
  expect(parse(await readFile(layout.node('node-2').config, 'utf8'))).toEqual({
    version: 1,
    id: 'node-2',
    clusterFile: '../../cluster.json',
    identityKeyFile: 'identity.key',
    dataDir: 'data',
    listen: ['/ip4/127.0.0.1/tcp/21003'],
    http: { host: '127.0.0.1', port: 21_004 },
    keystore: { kind: 'passphrase', source: { file: 'passphrase' } },
    rules: 'rules.yaml',
    roundTimeoutMs: 2000,
    ecdsa: { primeSets: 0 },
    nonces: { low: 16, high: 64 },
    presignatures: { low: 2, high: 8 },
    log: { level: 'info' },
  });
  const rules = parseRuleSet(parse(await readFile(layout.node('node-2').rules, 'utf8')), 'rules.yaml');
  expect(rules.name).toBe('local-demo');
});

test('where nothing can be written it says so, and how to go on', async () => {
  await writeFile(join(root, 'file'), '');
  await expect(write(join(root, 'file', 'c'))).rejects.toMatchObject({
    code: 'not-written',
    message: `no cluster can be written to ${join(root, 'file', 'c')} (ENOTDIR)`,
  });
});

test('an empty directory is used, anything else is left alone', async () => {
  const dir = join(root, 'c');
  await mkdir(dir);
  await write(dir);
  expect(await readdir(dir)).toContain('cluster.json');

  const foreign = join(root, 'mine');
  await mkdir(foreign);
  await writeFile(join(foreign, 'thesis.txt'), 'years of work');
  await expect(write(foreign)).rejects.toThrow('mine exists and is not a Quorate cluster');
  expect(await readdir(foreign)).toEqual(['thesis.txt']);
  expect(await readdir(root), 'no draft is left behind').toEqual(['c', 'mine']);
});

test('where others may write too, what they have put there beforehand is neither used nor written to', async () => {
  const trap = join(root, 'trap');
  await mkdir(trap);
  await symlink(trap, join(root, `.c.${process.pid}.draft`));
  await write(join(root, 'c'));
  expect(await readdir(trap)).toEqual([]);
  expect((await lstat(join(root, 'c'))).isDirectory()).toBe(true);
});
