import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` in one transaction: all of it is durable when this returns, none of it when it throws. See `unsynced`. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (problem) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw problem;
  }
}
