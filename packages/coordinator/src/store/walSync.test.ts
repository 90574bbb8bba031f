import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { openDatabase } from './openDatabase.ts';
import { unsynced, WalSync } from './walSync.ts';

test('in memory there is no disk to wait for', async () => {
  await expect(new WalSync(new DatabaseSync(':memory:')).sync()).resolves.toBeUndefined();
});

test('a ledger waits for the disk when it is told to, at once or soon, hears of failures, and of none once it is closed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'quorate-wal-'));
  const database = openDatabase(join(dir, 'some.db'), ['CREATE TABLE words (word TEXT)']);
  try {
    const wal = new WalSync(database);
    const levels = () => database.prepare('PRAGMA synchronous').get()?.synchronous;
    expect([unsynced(database, levels), levels()]).toEqual([1, 2]);
    await wal.sync();
    wal.close();
    await wal.sync();
    database.exec('PRAGMA journal_mode = DELETE');
    const without = new WalSync(database);
    await expect(without.sync()).rejects.toThrow('ENOENT');
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
  } finally {
    database.close();
    rmSync(dir, { recursive: true, force: true });
  }
});

test('a disk that has lost what was written, and says so once, is not believed again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'quorate-wal-'));
  const database = openDatabase(join(dir, 'some.db'), ['CREATE TABLE words (word TEXT)']);
  const file = await open(dir);
  try {
    const prototype: FileHandle = Object.getPrototypeOf(file);
    vi.spyOn(prototype, 'datasync').mockRejectedValueOnce(new Error('EIO: i/o error, fdatasync'));
    const wal = new WalSync(database);
    await expect(wal.sync()).rejects.toThrow('some.db-wal did not reach the disk');
    await expect(wal.sync()).rejects.toThrow('some.db-wal did not reach the disk');
    wal.close();
  } finally {
    vi.restoreAllMocks();
    await file.close();
    database.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
