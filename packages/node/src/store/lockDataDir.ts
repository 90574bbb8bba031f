import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { privateFile } from '@quorate/daemon';
import { RequestRejected } from '@quorate/tss-core';
import { SQLITE_BUSY, sqliteCode } from './sqliteCode.ts';

/**
 * Takes the data directory for this process. The lock is the operating system's, held through an empty SQLite file:
 * it ends with the process however that dies, and binds threads of one process too.
 * @returns releases the lock
 */
export function lockDataDir(dataDir: string): () => void {
  const path = join(dataDir, 'lock');
  privateFile(path);
  const lock = new DatabaseSync(path);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (problem) {
    lock.close();
    if (sqliteCode(problem) !== SQLITE_BUSY) throw problem;
    throw new RequestRejected(
      'data-in-use',
      `another running node uses the data directory ${dataDir}`,
      'stop that process first, or give this node a dataDir of its own',
    );
  }
  return () => lock.close();
}
