import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { unsynced, type WalSync } from '@quorate/daemon';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { z } from 'zod';
import { blob32, hexBytes, integer, json, parseOptionalRow, toHex } from './columns.ts';
import type { Decision, RequestRecord } from './records.ts';
import { RowCounts } from './rowCounts.ts';
import type { RequestStore } from './store.ts';

/** What has expired is remembered a day longer, in case a clock is set back. */
export const FORGET_AFTER_SECONDS = 24 * 60 * 60;
/** Rows of each table: links and sessions wait for them, some ten milliseconds. */
const FORGOTTEN_AT_ONCE = 1000;
/**
 * Bounds what one desk can make a node keep, some 200 MB: at 7 days of life, the most there is, fifty new requests a minute,
 * always; at a quarter of an hour, six a second, which is what a coordinator keeps of a desk unless it is told otherwise.
 */
export const MAX_REQUESTS_PER_DESK = 600_000;

const decision: z.ZodType<Decision> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('allowed'), policyHash: hexBytes }),
  z.strictObject({ kind: z.literal('denied'), code: z.string(), reasons: z.array(z.string()) }),
]);

const requestRow = z
  .strictObject({
    desk: z.string(),
    id: z.string(),
    hash: blob32,
    expires_at: integer,
    decision: json.pipe(decision),
    attempts: integer,
  })
  .transform(({ expires_at, ...same }): RequestRecord => ({ ...same, expiresAt: expires_at }));

export function createRequestStore(db: DatabaseSync, wal: Pick<WalSync, 'sync'>): RequestStore {
  const columns = 'desk, id, hash, expires_at, decision, attempts';
  const byId = db.prepare(`SELECT ${columns} FROM requests WHERE desk = ? AND id = ?`);
  const counts = { requests: new RowCounts(db, 'requests'), cancellations: new RowCounts(db, 'cancellations') };
  const insert = db.prepare('INSERT INTO requests (desk, id, hash, expires_at, decision) VALUES (?, ?, ?, ?, ?)');
  const decide = db.prepare('UPDATE requests SET decision = ? WHERE desk = ? AND id = ?');
  const attempt = db.prepare('UPDATE requests SET attempts = attempts + 1 WHERE hash = ?');
  const cancel = db.prepare(
    'INSERT INTO cancellations VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET forget_at = max(forget_at, excluded.forget_at)',
  );
  const cancelled = db.prepare('SELECT 1 FROM cancellations WHERE desk = ? AND hash = ?');
  const pruned = [deleteSome(db, 'requests', 'expires_at'), deleteSome(db, 'cancellations', 'forget_at')];

  const parse = (row: object | undefined) => parseOptionalRow(requestRow, row);

  return {
    find: (desk, id) => parse(byId.get(desk, id)),
    remember(request) {
      const { desk, id, hash, expiresAt } = request;
      const text = decisionJson(request.decision);
      const known = parse(byId.get(desk, id));
      if (known && !equalBytes(known.hash, hash)) throw idReused(desk, id);
      // Every attempt asks again: an unchanged decision costs no write.
      if (known && decisionJson(known.decision) === text) return;
      if (!known) checkRoom(desk, counts.requests);
      // Nobody writes between: one thread has the database, and waits for none of this.
      unsynced(db, () => (known ? decide.run(text, desk, id) : insert.run(desk, id, hash, expiresAt, text)));
      if (!known) counts.requests.added(desk);
    },
    onDisk: () => wal.sync(),
    countAttempt: (hash) => unsynced(db, () => attempt.run(hash)),
    cancel(hash, desk, forgetAt) {
      checkRoom(desk, counts.cancellations);
      const isKnown = cancelled.get(desk, hash) !== undefined;
      cancel.run(desk, hash, forgetAt);
      if (!isKnown) counts.cancellations.added(desk);
    },
    isCancelled: (hash, desk) => cancelled.get(desk, hash) !== undefined,
    prune(nowMs) {
      const before = Math.floor(nowMs / 1000) - FORGET_AFTER_SECONDS;
      const forgotten = unsynced(db, () => pruned.reduce((sum, some) => sum + Number(some.run(before).changes), 0));
      // Counted anew once, and not after each piece: until then a desk has fewer than it is taken to have.
      if (forgotten === 0) for (const count of Object.values(counts)) count.forget();
      return forgotten;
    },
  };
}

function deleteSome(db: DatabaseSync, table: 'requests' | 'cancellations', time: string): StatementSync {
  const some = `SELECT rowid FROM ${table} WHERE ${time} < ? LIMIT ${FORGOTTEN_AT_ONCE}`;
  return db.prepare(`DELETE FROM ${table} WHERE rowid IN (${some})`);
}

function decisionJson(value: Decision): string {
  return JSON.stringify(value.kind === 'allowed' ? { ...value, policyHash: toHex(value.policyHash) } : value);
}

function idReused(desk: string, id: string): RequestRejected {
  return new RequestRejected(
    'id-reused',
    `the id ${id} of desk ${desk} already names another request`,
    'give every request an id of its own',
  );
}

function checkRoom(desk: string, counts: RowCounts): void {
  if (counts.of(desk) < MAX_REQUESTS_PER_DESK) return;
  throw new RequestRejected(
    'too-many-requests',
    `this node remembers ${MAX_REQUESTS_PER_DESK} requests of desk ${desk} already, and takes no more of it`,
    'wait until some of them are forgotten, a day after they have expired; give requests shorter lives',
  );
}
