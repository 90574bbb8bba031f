import type { DatabaseSync } from 'node:sqlite';
import { WalSync } from '@quorate/daemon';
import { RequestRejected } from '@quorate/tss-core';
import { z } from 'zod';
import { CancelTable } from './cancelTable.ts';
import { CeremonyTable } from './ceremonyTable.ts';
import { type Forgotten, forgetOld } from './forgetOld.ts';
import { KeyTable } from './keyTable.ts';
import { MIGRATIONS } from './migrations.ts';
import { openDatabase } from './openDatabase.ts';
import { RequestTable } from './requestTable.ts';
import { readOne } from './rows.ts';

/** What the coordinator remembers. Losing it loses pending requests and history, never a key. */
export interface Ledger {
  readonly requests: RequestTable;
  readonly cancels: CancelTable;
  readonly ceremonies: CeremonyTable;
  readonly keys: KeyTable;
  /** Forgets what ended long ago: see `forgetOld`. */
  forgetOld(nowMs: number, retentionDays: number): Forgotten;
  /** Gives the file free for another process. */
  close(): void;
}

/**
 * @param path `:memory:`, or a file that belongs to this process alone
 * @param cluster hex id of the cluster it is, and stays, the ledger of
 * @throws RequestRejected `data-foreign`, and see `openDatabase`
 */
export function openLedger(path: string, cluster: string): Ledger {
  const database = openDatabase(path, MIGRATIONS);
  try {
    pin(database, cluster, path);
  } catch (problem) {
    database.close();
    throw problem;
  }
  const wal = new WalSync(database);
  return {
    requests: new RequestTable(database, wal),
    cancels: new CancelTable(database),
    ceremonies: new CeremonyTable(database),
    keys: new KeyTable(database),
    forgetOld: (nowMs, retentionDays) => forgetOld(database, nowMs, retentionDays),
    close() {
      wal.close();
      database.close();
    },
  };
}

function pin(database: DatabaseSync, cluster: string, path: string): void {
  const pinned = readOne(database.prepare('SELECT id FROM cluster'), z.object({ id: z.string() }));
  if (!pinned) database.prepare('INSERT INTO cluster (id) VALUES (?)').run(cluster);
  if (!pinned || pinned.id === cluster) return;
  throw new RequestRejected('data-foreign', `${path} belongs to another cluster`, 'check dataDir and clusterFile');
}
