import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
  const wal = new WalSync(join(dir, 'some.db'));
  await wal.sync();
  await wal.sync();
  wal.close();
  await wal.sync(); // closing the database does it
  await expect(new WalSync(join(dir, 'no.db')).sync()).rejects.toThrow('ENOENT');
});

test('what could not be opened once is opened later', async () => {
  const wal = new WalSync(join(dir, 'late.db'));
  await expect(wal.sync()).rejects.toThrow('ENOENT');
  writeFileSync(join(dir, 'late.db-wal'), '');
  await wal.sync();
  wal.close();
});
