import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type CoordinatorFolder, coordinatorFolder } from './testing/coordinatorFolder.ts';

const DAEMON = fileURLToPath(new URL('./daemon.ts', import.meta.url));
const readyLine = z.looseObject({ level: z.literal('info'), msg: z.literal('ready'), url: z.string() });
let folder: CoordinatorFolder;

beforeEach(() => {
  folder = coordinatorFolder();
});
afterEach(() => folder.remove());

function daemon(...args: readonly string[]): ChildProcess {
  const flags = ['--conditions=quorate-src', '--disable-warning=ExperimentalWarning'];
  return spawn(process.execPath, [...flags, DAEMON, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function ended(process: ChildProcess): Promise<{ code: unknown; stderr: string }> {
  let stderr = '';
  process.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  process.stdout?.resume();
  const [code] = await once(process, 'close');
  return { code, stderr };
}

async function ready(process: ChildProcess): Promise<{ url: string }> {
  if (!process.stdout) throw new Error('no stdout');
  for await (const line of createInterface({ input: process.stdout })) {
    const parsed = readyLine.safeParse(JSON.parse(line));
    if (parsed.success) return parsed.data;
  }
  throw new Error('it ended before it was ready');
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'it says when it is ready, serves, and stops on %s with code 0',
  async (signal) => {
    const process = daemon(folder.config);
    const { url } = await ready(process);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const end = ended(process);
    process.kill(signal);
    expect(await end).toEqual({ code: 0, stderr: '' });
  },
);

test('a second process on the same data ends with code 2 and a sentence', async () => {
  const first = daemon(folder.config);
  await ready(first);
  const { code, stderr } = await ended(daemon(folder.config));
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^quorate coordinator: another process uses .*ledger\.db\n {2}stop the other coordinator first/,
  );
  first.kill('SIGKILL');
  await once(first, 'close');
});

test('bad configuration and bad arguments end with code 2 and a sentence', async () => {
  writeFileSync(folder.config, 'version: 1\n');
  expect(await ended(daemon(folder.config))).toMatchObject({ code: 2, stderr: expect.stringContaining('id: missing') });
  const usage = 'quorate coordinator: give the path of a coordinator.yaml\n';
  expect(await ended(daemon())).toEqual({ code: 2, stderr: usage });
  expect(await ended(daemon('--fast', folder.config))).toEqual({ code: 2, stderr: usage });
});

test('an address that is not of this machine is no matter of its port', async () => {
  const elsewhere = coordinatorFolder('{host: 203.0.113.7, port: 0}');
  expect(await ended(daemon('--behind-proxy', elsewhere.config))).toEqual({
    code: 2,
    stderr:
      'quorate coordinator: http: 203.0.113.7:0: it cannot be listened on (EADDRNOTAVAIL)\n  give http.host an address of this machine\n',
  });
});

test('--behind-proxy allows an address that is not loopback', async () => {
  const open = coordinatorFolder('{host: 0.0.0.0, port: 0}');
  expect(await ended(daemon(open.config))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('not a loopback'),
  });
  const process = daemon('--behind-proxy', open.config);
  await ready(process);
  process.kill('SIGTERM');
  await once(process, 'close');
  open.remove();
});
