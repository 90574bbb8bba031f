import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StatusView } from '@quorate/requests';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BringUpOptions, bringUp } from './bringUp.ts';
import { runningProcesses } from './daemons.ts';
import { type ClusterLayout, clusterLayout } from './layout.ts';
import { readRunFile } from './runFile.ts';
import { stopAll } from './stopAll.ts';
import { stopProcess } from './stopProcess.ts';
import { writeCluster } from './writeCluster.ts';

const OBEDIENT = 'obedient.mjs';
/** As a node does that finds its data locked, but only node-2. */
const ONE_FAILS = 'oneFails.mjs';

const OBEYS = `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);`;
const FAILS = `
  if (process.argv[2].includes('node-2')) {
    console.log(JSON.stringify({ level: 'fatal', msg: 'another process uses this data' }));
    process.exit(2);
  }
  ${OBEYS}`;

let root = '';
let layout: ClusterLayout = clusterLayout('.');

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
  layout = clusterLayout(join(root, 'cluster'));
  await writeFile(join(root, OBEDIENT), OBEYS);
  await writeFile(join(root, ONE_FAILS), FAILS);
});
afterEach(async () => {
  await stopAll(layout).catch(() => []);
  await rm(root, { recursive: true, force: true });
});

/** Never written again: a daemon that is starting may be about to read it. */
function programs(file: string) {
  const program = pathToFileURL(join(root, file)).href;
  return { node: program, coordinator: program };
}

const ids = ['node-1', 'node-2', 'node-3'];
const view = (state: 'up' | 'down'): StatusView => ({
  coordinator: { id: 'coordinator-1', version: '0', uptimeMs: 1 },
  cluster: { name: 'local', id: '00'.repeat(32), revision: 1 },
  nodes: ids.map((id) => ({
    id,
    peerId: id,
    address: '/ip4/127.0.0.1/tcp/1',
    state,
    links: ids.filter((other) => other !== id),
    keys: 0,
    pendingKeys: 0,
    sessions: 0,
  })),
});

const upWith = (program: string, rest: Partial<BringUpOptions> = {}) =>
  bringUp(layout, { programs: programs(program), status: async () => view('up'), progress: () => {}, ...rest });

test('a new cluster is written and every daemon of it started', async () => {
  const { created, started } = await upWith(OBEDIENT);
  expect(created).toBe(true);
  expect(started.map(({ id }) => id)).toEqual([...ids, 'coordinator-1']);
  expect((await runningProcesses(layout)).map(({ id }) => id)).toEqual([...ids, 'coordinator-1']);
});

test('it waits until every node is up and linked', async () => {
  const answers = [undefined, view('down'), view('up')];
  const told: string[] = [];
  await upWith(OBEDIENT, { status: async () => answers.shift(), progress: (text) => told.push(text) });
  expect(answers).toEqual([]);
  expect(told).toContain('0 of 3 nodes are up');
});

test('run again, it starts only what is not running', async () => {
  const [first] = (await upWith(OBEDIENT)).started;
  expect((await upWith(OBEDIENT)).started).toEqual([]);
  if (first) await stopProcess({ id: 'node-1', kind: 'node', pid: first.daemon.pid, config: first.config }, 5000);
  const again = await upWith(OBEDIENT);
  expect(again.created).toBe(false);
  expect(again.started.map(({ id }) => id)).toEqual(['node-1']);
  expect(await readRunFile(layout.runFile)).toHaveLength(4);
});

test('the directory of a desk of a real network is left alone', async () => {
  await writeCluster(layout, { nodes: 2, ports: [1, 2, 3, 4, 5, 6] }, randomBytes);
  await rm(join(layout.dir, 'nodes'), { recursive: true });
  await expect(upWith(OBEDIENT)).rejects.toMatchObject({
    code: 'not-local',
    message: `${layout.dir} has a cluster file, and no nodes/node-1/node.yaml to start`,
  });
});

test('what is another user’s, or others may have changed, is not run', async () => {
  await writeCluster(layout, { nodes: 3, ports: [1, 2, 3, 4, 5, 6, 7, 8] }, randomBytes);
  const refused = async (message: string) => {
    await expect(upWith(OBEDIENT)).rejects.toMatchObject({ code: 'foreign-directory', message });
    expect(await runningProcesses(layout)).toEqual([]);
  };
  const user = process.getuid?.() ?? 0;
  const asAnother = vi.spyOn(process, 'getuid').mockReturnValue(user + 1);
  await refused(`${layout.dir} is another user's, who could have this one run anything`);
  asAnother.mockRestore();
  await chmod(layout.dir, 0o777);
  await refused(`others may write in ${layout.dir}, and could have this user run what they want`);
  await chmod(layout.dir, 0o700);
  expect((await upWith(OBEDIENT)).started).toHaveLength(4);
});

test('two at once: one starts it, the other says so and touches nothing', async () => {
  await stopAll(
    layout,
    (await upWith(OBEDIENT)).started.map(({ id }) => id),
  );
  const outcomes = await Promise.allSettled([upWith(OBEDIENT), upWith(OBEDIENT)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'being-started', message: expect.stringContaining(`(pid ${process.pid})`) },
  });
  expect(await runningProcesses(layout)).toHaveLength(4);
});

test('one that was killed in the middle does not stand in the way', async () => {
  await upWith(OBEDIENT);
  const ended = spawnSync(process.execPath, ['--version']);
  await symlink(String(ended.pid), layout.upLock);
  await expect(upWith(OBEDIENT)).resolves.toMatchObject({ started: [] });
  await expect(readlink(layout.upLock)).rejects.toThrow('ENOENT');
});

test('another number of nodes than the directory has is refused', async () => {
  await upWith(OBEDIENT);
  await expect(upWith(OBEDIENT, { nodes: 5 })).rejects.toThrow('has 3 nodes, not 5');
  await expect(upWith(OBEDIENT, { nodes: 3 })).resolves.toMatchObject({ started: [] });
});

test('when one daemon fails, its own sentence is told and the others are stopped', async () => {
  const never = { status: async () => undefined };
  await expect(upWith(ONE_FAILS, never)).rejects.toThrow('node-2 did not start: another process uses this data');
  expect(await runningProcesses(layout)).toEqual([]);
  await expect(readFile(layout.runFile)).rejects.toThrow('ENOENT');
});

test('when it is interrupted, what it started is stopped', async () => {
  const interruption = new AbortController();
  const status = async () => {
    interruption.abort();
    return undefined;
  };
  await expect(upWith(OBEDIENT, { status, signal: interruption.signal })).rejects.toThrow('interrupted');
  expect(await runningProcesses(layout)).toEqual([]);
});
