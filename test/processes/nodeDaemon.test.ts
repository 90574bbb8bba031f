import { rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ClusterDirectory, writeClusterDirectory } from '../support/clusterDirectory.ts';
import { type DaemonProcess, nodeProcess } from '../support/daemonProcess.ts';

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

function start(node = 'node-1'): DaemonProcess {
  const daemon = nodeProcess(directory.nodeConfig(node));
  started.push(daemon);
  return daemon;
}

const fileOf = (name: string) => join(dirname(directory.nodeConfig('node-1')), name);

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

test.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('%s stops a node in good order', async (signal) => {
  const daemon = start();
  await daemon.ready;
  daemon.kill(signal);
  expect(await daemon.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
});

test('a node that was killed starts again on its data', async () => {
  const first = start();
  await first.ready;
  first.kill('SIGKILL');
  expect(await first.ended).toMatchObject({ signal: 'SIGKILL' });
  const second = start();
  await second.ready;
});

test('a second process on the same data is refused', async () => {
  await start().ready;
  await expectRefusal(start(), /another running node uses the data directory/);
});

test('a wrong passphrase is refused', async () => {
  const first = start();
  await first.ready;
  first.kill('SIGTERM');
  await first.ended;
  await writeFile(fileOf('passphrase'), 'not the passphrase of this store');
  await expectRefusal(start(), /the passphrase does not open this node's store/);
});

test('a truncated config is refused', async () => {
  await truncate(directory.nodeConfig('node-1'), 40);
  await expectRefusal(start(), /node\.yaml/);
});

test('a corrupt database is refused', async () => {
  const first = start();
  await first.ready;
  first.kill('SIGTERM');
  await first.ended;
  await writeFile(fileOf('data/node.db'), 'this is no database, whatever its name says'.repeat(200));
  await expectRefusal(start(), /node\.db/);
});
