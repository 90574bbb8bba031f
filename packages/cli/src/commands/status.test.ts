import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { members, type StatusView, toHex } from '@quorate/requests';
import { sampleCluster } from '@quorate/requests/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quorate } from '../testing/quorate.ts';

const { cluster, secret } = sampleCluster();
let root = '';
let coordinator: Server;
let said: StatusView;

beforeEach(async () => {
  said = {
    coordinator: { id: 'coordinator-1', version: '0.1.0', uptimeMs: 5 },
    cluster: { name: cluster.name, id: cluster.id, revision: cluster.revision },
    nodes: members(cluster).flatMap(({ kind, id, peerId, address = '' }) =>
      kind === 'node'
        ? { id, peerId, address, state: 'down' as const, links: [], keys: 0, pendingKeys: 0, sessions: 0 }
        : [],
    ),
  };
  coordinator = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  }).listen(0, '127.0.0.1');
  await once(coordinator, 'listening');
  root = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
  const { port } = coordinator.address() as AddressInfo;
  await writeFile(join(root, 'cluster.json'), JSON.stringify(cluster));
  await writeFile(join(root, 'desk.key'), toHex(secret('desk-1')), { mode: 0o600 });
  await writeFile(
    join(root, 'client.yaml'),
    `version: 1\ncoordinator: http://127.0.0.1:${port}\nclusterFile: cluster.json\ndesk: {id: desk-1, keyFile: desk.key}\n`,
  );
});
afterEach(async () => {
  coordinator.closeAllConnections();
  coordinator.close();
  await rm(root, { recursive: true, force: true });
});

const status = (...more: string[]) => quorate('status', '--dir', root, ...more);

test('the cluster of the pinned file is shown', async () => {
  const { exit, out } = await status();
  expect(exit).toBe(0);
  expect(out).toContain('sample, revision 1: 0 of 3 nodes up');
  expect(out).not.toContain('!');
});

test('nothing is shown of another cluster, or of members that the pinned file has otherwise', async () => {
  const honest = said;
  said = { ...honest, cluster: { name: 'elsewhere', id: '0f'.repeat(32), revision: 1 } };
  const other = await status('--json');
  expect(other.exit).toBe(1);
  expect(JSON.parse(other.out)).toEqual({ error: expect.objectContaining({ code: 'other-cluster' }) });
  said = { ...honest, nodes: honest.nodes.slice(1) };
  const fewer = await status();
  expect(fewer).toMatchObject({ exit: 1, out: '' });
  expect(fewer.err).toContain('do not trust the coordinator');
});

test('a coordinator with another revision is shown, and said to have it', async () => {
  said = { ...said, cluster: { ...said.cluster, revision: 2 } };
  const { exit, out } = await status();
  expect(exit).toBe(0);
  expect(out).toContain("revision 1, the coordinator's has 2: this directory has an older one");
  expect(JSON.parse((await status('--json')).out)).toMatchObject({ cluster: { revision: 2 }, pinnedRevision: 1 });
});
