import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RequestRejected } from '@quorate/tss-core';
import { APPLICATION_ID, migrate } from './migrations.ts';
import { SQLITE_CORRUPT, SQLITE_NOTADB, sqliteCode } from './sqliteCode.ts';

/** Opens the node's database, creating it at the first start. The caller holds the lock of the directory. */
export function openDatabase(path: string): DatabaseSync {
  if (!existsSync(path)) createDatabase(path);
  // Read-only first: a damaged file must not be changed by looking at it.
  checkIntegrity(path);
  const db = connect(path);
  try {
    migrate(db, path);
    return db;
  } catch (problem) {
    db.close();
    throw problem;
  }
}

/**
 * Made under another name and renamed when complete: so a node.db that exists but is empty or half-written is always
 * damage, never a first start, and shares cannot vanish into a fresh store unnoticed.
 */
function createDatabase(path: string): void {
  const fresh = `${path}.new`;
  for (const leftover of [fresh, `${fresh}-wal`, `${fresh}-shm`]) rmSync(leftover, { force: true });
  closeSync(openSync(fresh, 'wx', 0o600));
  const db = connect(fresh);
  try {
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    migrate(db, path);
  } finally {
    db.close();
  }
  renameSync(fresh, path);
  syncDirectory(dirname(path));
}

function connect(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 1000 });
  // fullfsync: on macOS only this reaches the disk. secure_delete: replaced shares are overwritten, not unlinked.
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
  `);
  return db;
}

function checkIntegrity(path: string): void {
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      const found = db.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
      const application = db.prepare('PRAGMA application_id').get()?.application_id;
      if (found !== 'ok' || application !== APPLICATION_ID) throw corrupt(path);
    } finally {
      db.close();
    }
  } catch (problem) {
    const code = sqliteCode(problem);
    throw code === SQLITE_CORRUPT || code === SQLITE_NOTADB ? corrupt(path) : problem;
  }
}

function corrupt(path: string): RequestRejected {
  return new RequestRejected(
    'store-corrupt',
    `${path} is damaged or is not the store of a node; nothing was changed`,
    'move it aside and restore a backup of this node; the other nodes keep signing meanwhile',
  );
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
