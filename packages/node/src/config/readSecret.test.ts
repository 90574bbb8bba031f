import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SecretSource } from './nodeConfig.ts';
import { readSecret } from './readSecret.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quorate-passphrase-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A terminal that records whether it echoes, and what is shown on it. */
function terminal(isTTY = true) {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: (raw: boolean) => modes.push(raw) });
  const chunks: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { input, output, modes, shown: () => chunks.join('') };
}

async function read(source: SecretSource, env: Record<string, string> = {}, screen = terminal()): Promise<string> {
  return new TextDecoder().decode(await readSecret(source, 'passphrase', { env, terminal: screen }));
}

function file(content: string, mode = 0o600): SecretSource {
  const path = join(dir, 'passphrase');
  writeFileSync(path, content, { mode });
  return { kind: 'file', path };
}

test.each([
  ['battery staple\n', 'battery staple'],
  ['battery staple\r\n', 'battery staple'],
  ['battery staple', 'battery staple'],
  [' spaces and one more line\n\n', ' spaces and one more line\n'],
])('a file %j gives %j', async (content, passphrase) => {
  expect(await read(file(content))).toBe(passphrase);
});

test('a file open to others is refused', async () => {
  await expect(read(file('battery staple', 0o644))).rejects.toThrow(/is open to other users \(mode 0644\)/);
});

test.each(['', '\n'])('an empty file is refused', async (content) => {
  await expect(read(file(content))).rejects.toThrow(/the passphrase is empty/);
});

test('a missing file is told', async () => {
  await expect(read({ kind: 'file', path: join(dir, 'none') })).rejects.toThrow(/does not exist/);
});

test('an environment variable gives it; unset or empty is told', async () => {
  const source = { kind: 'env', name: 'PASS' } as const;
  expect(await read(source, { PASS: 'battery stäple' })).toBe('battery stäple');
  await expect(read(source)).rejects.toThrow('the environment variable PASS for the passphrase is not set');
  await expect(read(source, { PASS: '' })).rejects.toThrow(/is empty \(env PASS\)/);
});

test('a systemd credential gives it; without systemd that is told', async () => {
  file('battery staple\n', 0o440);
  const source = { kind: 'systemdCredential', name: 'passphrase' } as const;
  expect(await read(source, { CREDENTIALS_DIRECTORY: dir })).toBe('battery staple');
  await expect(read(source)).rejects.toThrow(/CREDENTIALS_DIRECTORY is not set/);
});

test('a typed line gives it without echo, with corrections, however it arrives', async () => {
  const screen = terminal();
  const typed = read({ kind: 'prompt' }, {}, screen);
  for (const key of ['battery', ' stä', '\x7f', 'aplex', '\b', '\r', 'later input']) screen.input.write(key);
  expect(await typed).toBe('battery staple');
  expect(screen.modes).toEqual([true, false]);
  expect(screen.shown()).toBe('The passphrase of this node: \n');
});

test('Ctrl-C and a closed terminal end the question with the echo on again', async () => {
  for (const leave of ['\x03', '\x04']) {
    const screen = terminal();
    screen.input.write(`batt${leave}`);
    await expect(read({ kind: 'prompt' }, {}, screen)).rejects.toThrow('no passphrase was typed');
    expect(screen.modes).toEqual([true, false]);
  }
  const closed = terminal();
  closed.input.end();
  await expect(read({ kind: 'prompt' }, {}, closed)).rejects.toThrow(/terminal closed/);
});

test('off a terminal nothing is asked', async () => {
  const screen = terminal(false);
  await expect(read({ kind: 'prompt' }, {}, screen)).rejects.toThrow(/this process has no terminal/);
  expect(screen.shown()).toBe('');
});
