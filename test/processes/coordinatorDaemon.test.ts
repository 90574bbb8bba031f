import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ClusterDirectory, writeClusterDirectory } from '../support/clusterDirectory.ts';
import { type DaemonProcess, daemonProcess } from '../support/daemonProcess.ts';

let directory: ClusterDirectory;
const started: DaemonProcess[] = [];

beforeEach(async () => {
  directory = await writeClusterDirectory({ transport: 'tcp' });
});

afterEach(async () => {
  for (const daemon of started.splice(0)) {
    daemon.kill('SIGKILL');
    await daemon.ended;
  }
  await rm(directory.dir, { recursive: true, force: true });
});

function start(): DaemonProcess {
  const daemon = daemonProcess('coordinator', directory.coordinatorConfig);
  started.push(daemon);
  return daemon;
}

const fileOf = (name: string) => join(dirname(directory.coordinatorConfig), name);

/** One sentence for the operator, one JSON line for the log, exit code 2. */
async function expectRefusal(daemon: DaemonProcess, sentence: RegExp): Promise<void> {
  const { code, stdout, stderr } = await daemon.ended;
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/\n {4}at /);
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'fatal', msg: expect.stringMatching(sentence) });
  expect(code).toBe(2);
}

test('a second process on the same data is refused, and one that was killed starts again on it', async () => {
  const first = start();
  await first.ready;
  await expectRefusal(start(), /another process uses .*ledger\.db/);
  first.kill('SIGKILL');
  await first.ended;
  await start().ready;
});

test.each([
  ['one that is no database', 'this is no database, whatever its name says'.repeat(200)],
  ['one cut off after its header', `SQLite format 3\0${'\0'.repeat(2000)}`],
])('a corrupt ledger is refused: %s', async (_, content) => {
  await mkdir(fileOf('data'), { recursive: true });
  await writeFile(fileOf('data/ledger.db'), content);
  await expectRefusal(start(), /ledger\.db is damaged/);
});

test('a truncated config is refused', async () => {
  await truncate(directory.coordinatorConfig, 40);
  await expectRefusal(start(), /coordinator\.yaml/);
});

test('a cluster file that somebody changed is refused', async () => {
  const cluster = { ...directory.cluster, name: 'another name' };
  await writeFile(join(directory.dir, 'cluster.json'), JSON.stringify(cluster));
  await expectRefusal(start(), /cluster\.json/);
});

test("another member's identity key is refused", async () => {
  await writeFile(fileOf('identity.key'), `${Buffer.from(directory.secret('node-1')).toString('hex')}\n`);
  await expectRefusal(start(), /identity/);
});
