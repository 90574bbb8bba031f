import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { privateFile } from '@quorate/daemon';
import { RequestRejected } from '@quorate/tss-core';

/** SQLite's result codes that mean a damaged file: SQLITE_CORRUPT, SQLITE_NOTADB. */
const DAMAGED = new Set([11, 26]);
/** What SQLite calls a database without a file. */
const IN_MEMORY = ':memory:';
/** SQLITE_BUSY, SQLITE_LOCKED: somebody else holds the file. */
const HELD = new Set([5, 6]);

/**
 * Opens a database for this process alone: the lock lives as long as the process and dies with it, kill -9 included.
 * Throws RequestRejected `data-in-use`, `data-corrupt`, `data-newer` or `data-unreadable`.
 * @param migrations the statements that lead from each schema version to the next, the first from an empty file
 */
export function openDatabase(path: string, migrations: readonly string[]): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (path !== IN_MEMORY) privateFile(path);
    database = new DatabaseSync(path);
    takeOver(database);
    migrate(database, migrations, path);
    return database;
  } catch (problem) {
    database?.close();
    throw explain(problem, path);
  }
}

function takeOver(database: DatabaseSync): void {
  // Exclusive before the first access: it keeps every other process out. FULL: an accepted request survives power loss.
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('BEGIN IMMEDIATE; COMMIT');
  const result = database.prepare('PRAGMA quick_check(1)').get();
  if (result?.quick_check !== 'ok') throw new Damaged();
}

class Damaged extends Error {}

function migrate(database: DatabaseSync, migrations: readonly string[], path: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version > migrations.length) {
    throw new RequestRejected(
      'data-newer',
      `${path} was written by a newer version of Quorate (schema ${version}, this one knows ${migrations.length})`,
      'start the newer version, or restore a backup made by this one',
    );
  }
  for (const [i, statements] of migrations.entries()) {
    if (i >= version) database.exec(`BEGIN; ${statements}; PRAGMA user_version = ${i + 1}; COMMIT`);
  }
}

function explain(problem: unknown, path: string): unknown {
  if (problem instanceof RequestRejected || !(problem instanceof Error)) return problem;
  const code = 'errcode' in problem ? Number(problem.errcode) & 0xff : undefined;
  if (code !== undefined && HELD.has(code)) {
    return new RequestRejected(
      'data-in-use',
      `another process uses ${path}`,
      'stop the other coordinator first: two of them must not share a data directory',
    );
  }
  if (problem instanceof Damaged || (code !== undefined && DAMAGED.has(code))) {
    return new RequestRejected(
      'data-corrupt',
      `${path} is damaged and cannot be read`,
      'restore a backup, or move the file away: keys are learnt again from the nodes, pending requests are lost',
    );
  }
  return new RequestRejected('data-unreadable', `${path} cannot be opened: ${problem.message}`);
}
