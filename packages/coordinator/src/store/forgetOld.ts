import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@quorate/daemon';

const DAY_MS = 86_400_000;

/** How many were forgotten. */
export interface Forgotten {
  readonly requests: number;
  readonly ceremonies: number;
}

/**
 * Forgets what ended longer ago than the retention and expired more than a day ago, in case a clock is set back: until
 * then the same request or order, sent again, must get the answer it got before. Keys are never forgotten.
 */
export function forgetOld(database: DatabaseSync, nowMs: number, retentionDays: number): Forgotten {
  const endedBefore = nowMs - retentionDays * DAY_MS;
  const expiredBefore = Math.floor((nowMs - DAY_MS) / 1000);
  const old = 'ended_at < ? AND expires_at < ?';
  const run = (sql: string) => Number(database.prepare(sql).run(endedBefore, expiredBefore).changes);
  return transaction(database, () => {
    for (const table of ['attempts', 'undelivered_cancels']) {
      run(`DELETE FROM ${table} WHERE (desk, id) IN (SELECT desk, id FROM requests WHERE ${old})`);
    }
    return {
      requests: run(`DELETE FROM requests WHERE ${old}`),
      ceremonies: run(`DELETE FROM ceremonies WHERE ${old}`),
    };
  });
}
