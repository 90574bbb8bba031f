import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { unsynced, WalSync } from './walSync.ts';

let dir: string;
let db: DatabaseSync;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quorate-wal-'));
  db = new DatabaseSync(join(dir, 'some.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE words (word TEXT)');
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const [NORMAL, FULL] = [1, 2];
const synchronous = () => db.prepare('PRAGMA synchronous').get()?.synchronous;

test('only the write itself does not wait for the disk, even if it fails', () => {
  const write = () => {
    db.exec("INSERT INTO words VALUES ('one')");
    return synchronous();
  };
  expect(unsynced(db, write)).toBe(NORMAL);
  expect(synchronous()).toBe(FULL);
  expect(() => unsynced(db, () => db.exec('INSERT INTO nothing VALUES (1)'))).toThrow('nothing');
  expect(synchronous()).toBe(FULL);
  expect(db.prepare('SELECT word FROM words').all()).toHaveLength(1);
});

test('whoever waits for the disk is told when it fails', async () => {
  const wal = new WalSync(db);
  await wal.sync();
  await wal.sync();
  wal.close();
  await wal.sync(); // closing the database does it
  await wal.sync();
});

test('what could not be opened once is opened later', async () => {
  const late = new DatabaseSync(join(dir, 'late.db'));
  const wal = new WalSync(late);
  await expect(wal.sync()).rejects.toThrow('ENOENT');
  writeFileSync(join(dir, 'late.db-wal'), '');
  await wal.sync();
  wal.close();
  late.close();
});

test('in memory there is no disk to wait for', async () => {
  await expect(new WalSync(new DatabaseSync(':memory:')).sync()).resolves.toBeUndefined();
});

test('soon is once for all that asked, hears of a failure, and of none once it is closed', async () => {
  const without = new WalSync(new DatabaseSync(join(dir, 'late.db')));
  const told: string[] = [];
  await new Promise<void>((resolve) => {
    without.soon((problem) => resolve(void told.push(`first ${problem}`)));
    without.soon(() => told.push('second'));
  });
  expect(told).toEqual([expect.stringContaining('first Error: ENOENT')]);
  without.soon(() => told.push('after it was closed'));
  without.close();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(told).toHaveLength(1);
});

test('the log is the one beside the database, where a symbolic link leads to that', async () => {
  mkdirSync(join(dir, 'elsewhere'));
  symlinkSync(join(dir, 'elsewhere', 'real.db'), join(dir, 'link.db'));
  const linked = new DatabaseSync(join(dir, 'link.db'));
  linked.exec('PRAGMA journal_mode = WAL; CREATE TABLE words (word TEXT)');
  const wal = new WalSync(linked);
  await wal.sync();
  wal.close();
  linked.close();
});

describe('a disk', () => {
  const datasync = async () => {
    const file = await open(dir);
    await file.close();
    const prototype: FileHandle = Object.getPrototypeOf(file);
    return vi.spyOn(prototype, 'datasync');
  };
  afterEach(() => vi.restoreAllMocks());

  test('attack 40: that has lost what was written, and says so once, is not believed again', async () => {
    const failing = await datasync();
    failing.mockRejectedValueOnce(new Error('EIO: i/o error, fdatasync'));
    const wal = new WalSync(db);
    await expect(Promise.all([wal.sync(), wal.sync()])).rejects.toThrow('some.db-wal did not reach the disk');
    await expect(wal.sync()).rejects.toThrow('nothing counts as stored until this process is stopped');
    wal.close();
    await expect(wal.sync()).rejects.toThrow('did not reach the disk');
    expect(failing).toHaveBeenCalledTimes(1);
  });

  test('that is at work is asked once more for all who ask meanwhile', async () => {
    const slow = await datasync();
    const { promise, resolve } = Promise.withResolvers<void>();
    slow.mockReturnValueOnce(promise);
    const wal = new WalSync(db);
    const first = wal.sync();
    await expect.poll(() => slow).toHaveBeenCalledTimes(1);
    const later = [wal.sync(), wal.sync(), wal.sync()];
    resolve();
    await Promise.all([first, ...later]);
    expect(slow).toHaveBeenCalledTimes(2);
    wal.close();
  });
});
