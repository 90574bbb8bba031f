import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from './openDatabase.ts';
import { unsynced, WalSync } from './walSync.ts';

test('in memory there is no disk to wait for', async () => {
  await expect(new WalSync(new DatabaseSync(':memory:')).sync()).resolves.toBeUndefined();
});

test('a ledger waits for the disk when it is told to, hears of failures, and of none once it is closed', async () => {
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
    await expect(new WalSync(database).sync()).rejects.toThrow('ENOENT');
  } finally {
    database.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
