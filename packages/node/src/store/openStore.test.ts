import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStore } from './openStore.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quorate-store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Another process that opens the store and holds it until it is killed. */
async function holder() {
  const script = `
    import { openStore } from ${JSON.stringify(fileURLToPath(new URL('./openStore.ts', import.meta.url)))};
    const store = openStore(${JSON.stringify(dir)});
    store.requests.cancel(new Uint8Array(32).fill(7), 'desk-1', 2 ** 40);
    console.log('held');
    setInterval(() => {}, 1000);`;
  const args = ['--conditions=quorate-src', '--input-type=module-typescript', '-e', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}

function fill(): string {
  openStore(dir).close();
  return join(dir, 'node.db');
}

test('a second process on the same data is refused, and let in after kill -9 of the first', async () => {
  const kill = await holder();
  expect(() => openStore(dir)).toThrow(/another running node uses the data directory/);
  await kill();
  const store = openStore(dir);
  expect(store.requests.isCancelled(new Uint8Array(32).fill(7), 'desk-1')).toBe(true);
  store.close();
});

test('a second store in the same process is refused too', () => {
  const store = openStore(dir);
  expect(() => openStore(dir)).toThrow(expect.objectContaining({ code: 'data-in-use' }));
  store.close();
  openStore(dir).close();
});

test('a refused store gives the lock back', () => {
  const path = fill();
  const sound = readFileSync(path);
  writeFileSync(path, 'not a database at all, but long enough to have a header of some kind'.repeat(10));
  expect(() => openStore(dir)).toThrow(/damaged/);
  writeFileSync(path, sound);
  openStore(dir).close();
});

test.each([
  ['an empty file', (path: string) => truncateSync(path, 0)],
  ['a truncated file', (path: string) => truncateSync(path, 5000)],
  ['text', (path: string) => writeFileSync(path, 'hello')],
  ['garbage in the middle', (path: string) => writeFileSync(path, garbled(readFileSync(path)))],
  ['a database of something else', (path: string) => otherDatabase(path)],
])('%s in place of the store is refused and left as it is', (_name, damage) => {
  const path = fill();
  damage(path);
  const before = readFileSync(path);
  expect(() => openStore(dir)).toThrow(expect.objectContaining({ code: 'store-corrupt' }));
  expect(readFileSync(path).equals(before)).toBe(true);
});

function garbled(file: Buffer): Buffer {
  return file.fill(0xa5, 4096, 12_288);
}

function otherDatabase(path: string): void {
  rmSync(path);
  const db = new DatabaseSync(path);
  db.exec('CREATE TABLE photos (x)');
  db.close();
}

test('a store of a newer release is refused', () => {
  const path = fill();
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 99');
  db.close();
  expect(() => openStore(dir)).toThrow(/written by a newer release \(store version 99/);
});

test('the store is private to its user', () => {
  const path = fill();
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('what a half-made first start left behind is made anew', () => {
  writeFileSync(join(dir, 'node.db.new'), 'half');
  openStore(dir).close();
  openStore(dir).close();
});

test('a data directory that is a file is refused in a sentence', () => {
  const file = join(dir, 'file');
  appendFileSync(file, 'x');
  expect(() => openStore(file)).toThrow(/the data directory .* cannot be used/);
});

test.skipIf(process.getuid?.() === 0)('a data directory without permission is refused in a sentence', () => {
  chmodSync(dir, 0o500);
  expect(() => openStore(dir)).toThrow(expect.objectContaining({ code: 'data-unreadable' }));
});

test('in a directory that everybody may read, nobody else may open what the node keeps, nor hold its lock', () => {
  chmodSync(dir, 0o755);
  const store = openStore(dir);
  store.requests.cancel(new Uint8Array(32), 'desk-1', 2 ** 40);
  const exposed = readdirSync(dir).filter((file) => (statSync(join(dir, file)).mode & 0o077) !== 0);
  store.close();
  expect(exposed).toEqual([]);
});

test('on a disk that has lost what was written the node promises nothing more, and still reads', async () => {
  const store = openStore(dir);
  store.ceremonies.refuse(new Uint8Array(32));
  const file = await open(join(dir, 'node.db'));
  await file.close();
  const failing = vi.spyOn(Object.getPrototypeOf(file), 'datasync').mockRejectedValueOnce(new Error('EIO'));
  await expect(store.requests.onDisk()).rejects.toThrow('did not reach the disk');
  failing.mockRestore();
  expect(() => store.ceremonies.refuse(new Uint8Array(32).fill(1))).toThrow('readonly');
  expect(() => store.requests.cancel(new Uint8Array(32), 'desk-1', 2 ** 40)).toThrow('readonly');
  expect(store.keys.listActive()).toEqual([]);
  store.close();
  const again = openStore(dir);
  again.ceremonies.refuse(new Uint8Array(32).fill(1));
  again.close();
});
