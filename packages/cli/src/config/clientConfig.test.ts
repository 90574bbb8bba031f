import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterLayout } from '../cluster/layout.ts';
import { writeCluster } from '../cluster/writeCluster.ts';
import { loadClientConfig } from './clientConfig.ts';
import { readSecret } from './readSecret.ts';

let root = '';
let copies = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function cluster() {
  const layout = clusterLayout(join(root, `c${copies++}`));
  await writeCluster(layout, { nodes: 2, ports: [1, 2, 3, 4, 5, 6] }, randomBytes);
  return layout;
}

test('a directory without a cluster says how to get one', async () => {
  await expect(loadClientConfig(join(root, 'nowhere'))).rejects.toMatchObject({
    code: 'no-cluster',
    hint: expect.stringContaining('quorate cluster up'),
  });
});

test('a config that is cut short names the file and the missing field', async () => {
  const layout = await cluster();
  const whole = await readFile(layout.clientConfig, 'utf8');
  await writeFile(layout.clientConfig, whole.slice(0, whole.indexOf('desk:')));
  await expect(loadClientConfig(layout.dir)).rejects.toThrow(`${layout.clientConfig}: desk: missing`);
});

test.each([
  ['coordinator: [', 'not valid YAML'],
  ['version: 1\nversion: 1\n', 'not valid YAML'],
])('broken YAML %j is refused', async (text, sentence) => {
  const layout = await cluster();
  await writeFile(layout.clientConfig, text);
  await expect(loadClientConfig(layout.dir)).rejects.toThrow(sentence);
});

test('an unknown field is named', async () => {
  const layout = await cluster();
  await writeFile(layout.clientConfig, `${await readFile(layout.clientConfig, 'utf8')}trust: everybody\n`);
  await expect(loadClientConfig(layout.dir)).rejects.toThrow('unknown field "trust"');
});

test('a cluster file changed after signing is refused', async () => {
  const layout = await cluster();
  const text = await readFile(layout.clusterFile, 'utf8');
  await writeFile(layout.clusterFile, text.replace('/ip4/127.0.0.1', '/ip4/127.6.6.6'));
  await expect(loadClientConfig(layout.dir)).rejects.toMatchObject({ code: 'bad-cluster-file' });
});

test('a key that others may read is refused', async () => {
  const layout = await cluster();
  await chmod(layout.deskKey, 0o644);
  await expect(readSecret(layout.deskKey)).rejects.toMatchObject({
    code: 'exposed-key',
    hint: `Let its owner alone read it: chmod 600 ${layout.deskKey}`,
  });
});

test('a key file that holds something else is refused without showing it', async () => {
  const layout = await cluster();
  await writeFile(layout.deskKey, 'correct horse battery staple');
  const refused = readSecret(layout.deskKey);
  await expect(refused).rejects.toMatchObject({ code: 'bad-key-file' });
  await expect(refused).rejects.not.toThrow('horse');
});
