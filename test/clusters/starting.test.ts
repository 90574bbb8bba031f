import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { loadNodeConfig, type NodeConfig, type RunningNode, startNode } from '@quorate/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { capturedLogger } from '../support/capturedLog.ts';
import { type ClusterDirectory, writeClusterDirectory } from '../support/clusterDirectory.ts';

let directory: ClusterDirectory;
let node: RunningNode | undefined;

beforeEach(async () => {
  directory = await writeClusterDirectory({ nodes: 3 });
});

afterEach(async () => {
  await node?.stop();
  node = undefined;
  await rm(directory.dir, { recursive: true, force: true });
});

function config(): NodeConfig {
  return loadNodeConfig(directory.nodeConfig('node-1'));
}

async function start(from = config()): Promise<RunningNode> {
  const { logger } = capturedLogger('node-1', 'info');
  node = await startNode(from, { transport: 'memory', log: logger });
  return node;
}

test('a node that refused to start has let go of everything', async () => {
  await (await start()).stop();
  const passphrase = join(dirname(directory.nodeConfig('node-1')), 'passphrase');
  const right = await readFile(passphrase);
  await writeFile(passphrase, 'not the passphrase of this store');
  await expect(start()).rejects.toMatchObject({ name: 'RequestRejected', code: 'wrong-passphrase' });
  await writeFile(passphrase, right);
  await start();
});

test('a second node on the same data is refused, the first goes on', async () => {
  const { url } = await start();
  await expect(startNode(config(), { transport: 'memory' })).rejects.toMatchObject({ code: 'data-in-use' });
  expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok\n');
});

test('a taken http port is refused in one sentence', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const taken = { ...config(), http: { host: '127.0.0.1', port } };
  await expect(start(taken)).rejects.toMatchObject({ code: 'http-unavailable' });
  server.close();
  await start();
});

test('a data directory of another cluster is refused', async () => {
  await (await start()).stop();
  const other = await writeClusterDirectory({ nodes: 3 });
  const { dataDir } = config();
  const moved = { ...loadNodeConfig(other.nodeConfig('node-1')), dataDir };
  await expect(start(moved)).rejects.toMatchObject({ name: 'RequestRejected' });
  await rm(other.dir, { recursive: true, force: true });
});

test('health and metrics are served on loopback, and no more once the node has stopped', async () => {
  const { url, stop } = await start();
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('quorate_keys_active 0');
  expect(metrics).toContain('quorate_links_up');
  await stop();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});
