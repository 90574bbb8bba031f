import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastSentence } from './logSentence.ts';
import { commandLineOf, isOurs } from './processIdentity.ts';
import { readRunFile, writeRunFile } from './runFile.ts';
import { spawnDaemon } from './spawnDaemon.ts';
import { stopProcess } from './stopProcess.ts';

const OBEDIENT = `
  console.log(JSON.stringify({ level: 'info', msg: 'ready', config: process.argv[2] }));
  process.on('SIGTERM', () => process.exit(0));
  setInterval(() => {}, 1000);`;
const STUBBORN = `
  process.on('SIGTERM', () => {});
  console.log('ready');
  setInterval(() => {}, 1000);`;
const FAILING = `
  console.log(JSON.stringify({ level: 'info', msg: 'starting' }));
  console.log(JSON.stringify({ level: 'fatal', msg: 'the passphrase does not open the shares' }));
  process.exitCode = 2;`;

let root = '';
const running: number[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
});
afterEach(async () => {
  for (const pid of running.splice(0)) await stopProcess(record(pid), 0);
  await rm(root, { recursive: true, force: true });
});

const config = () => join(root, 'node.yaml');
const log = () => join(root, 'node.log');
const record = (pid: number) => ({ id: 'node-1', kind: 'node' as const, pid, config: config() });

async function start(program: string) {
  const file = join(root, 'daemon.mjs');
  await writeFile(file, program);
  const daemon = await spawnDaemon({ program: pathToFileURL(file).href, config: config(), log: log() });
  running.push(daemon.pid);
  return daemon;
}

async function logged(text: string): Promise<void> {
  while (!(await readFile(log(), 'utf8')).includes(text)) await sleep(10);
}

test('a daemon gets its config, logs to its file and stops when asked', async () => {
  const daemon = await start(OBEDIENT);
  await logged(config());
  expect(await isOurs(daemon.pid, config())).toBe(true);
  expect(await stopProcess(record(daemon.pid), 5000)).toBe('stopped');
  expect(await daemon.ended).toEqual({ code: 0, signal: null });
  expect(await commandLineOf(daemon.pid)).toBeUndefined();
});

test('a daemon that does not listen is killed', async () => {
  const daemon = await start(STUBBORN);
  await logged('ready');
  expect(await stopProcess(record(daemon.pid), 100)).toBe('killed');
  expect(await daemon.ended).toEqual({ code: null, signal: 'SIGKILL' });
});

test('a frozen daemon is stopped too', async () => {
  const daemon = await start(OBEDIENT);
  await logged('ready');
  process.kill(daemon.pid, 'SIGSTOP');
  expect(await stopProcess(record(daemon.pid), 5000)).toBe('stopped');
});

test('a pid that belongs to somebody else is left alone', async () => {
  expect(await isOurs(process.pid, config())).toBe(false);
  expect(await stopProcess(record(process.pid), 0)).toBe('not-running');
});

test('what a failing daemon said is its last error, not an older run', async () => {
  await writeFile(log(), '{"level":"fatal","msg":"an old story"}\n');
  const daemon = await start(FAILING);
  expect(await daemon.ended).toEqual({ code: 2, signal: null });
  expect(daemon.exit()).toEqual({ code: 2, signal: null });
  expect(await lastSentence(log(), daemon.logOffset)).toBe('the passphrase does not open the shares');
});

test('the run file remembers what was started, and is gone when nothing is', async () => {
  const file = join(root, 'run.json');
  expect(await readRunFile(file)).toEqual([]);
  await writeRunFile(file, [record(4242)]);
  expect(await readRunFile(file)).toEqual([record(4242)]);
  await writeRunFile(file, []);
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

test.each(['', 'not json', '{"version":2,"processes":[]}', '{"version":1,"processes":[{"pid":0}]}'])(
  'a damaged run file %j is refused: its pids may be anybody',
  async (content) => {
    const file = join(root, 'run.json');
    await writeFile(file, content);
    await expect(readRunFile(file)).rejects.toMatchObject({ code: 'bad-run-file' });
  },
);
