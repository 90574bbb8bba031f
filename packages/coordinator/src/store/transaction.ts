import type { DatabaseSync } from 'node:sqlite';

/** All of the work or, if it throws, nothing of it. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (problem) {
    database.exec('ROLLBACK');
    throw problem;
  }
}
