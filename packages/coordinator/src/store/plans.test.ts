import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { openLedger } from './ledger.ts';

const CLUSTER = '11'.repeat(32);
/** Read from the end of an index, no more than are asked for; and sorted where few of all are meant. */
const HARMLESS = [
  /ORDER BY received_at DESC, rowid DESC LIMIT \?: SCAN requests USING INDEX requests_by_age$/,
  /state = 'pending' .*: USE TEMP B-TREE FOR ORDER BY$/,
  /FROM undelivered_cancels JOIN .*: USE TEMP B-TREE FOR ORDER BY$/s,
];

/** A whole table is millions of rows after a month, and all else stands still while it is read. */
test('no statement reads all requests or attempts, or sorts them', () => {
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
  const ledger = openLedger(':memory:', CLUSTER);
  ledger.requests.list('desk-1', 10);
  ledger.requests.list(undefined, 10);
  ledger.cancels.keep({ desk: 'desk-1', id: 'request-0001', cancel: new Uint8Array(1) }, ['node-1']);
  ledger.cancels.has({ desk: 'desk-1', id: 'request-0001' });
  ledger.cancels.undelivered('node-1', 0);
  ledger.forgetOld(0, 1);
  const database = prepare.mock.contexts.find((context) => context instanceof DatabaseSync);
  const statements = [...new Set(prepare.mock.calls.map(([sql]) => sql))].filter((sql) => !sql.startsWith('PRAGMA'));
  const steps = statements.flatMap((sql) =>
    (database?.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() ?? []).map(({ detail }) => `${sql}: ${String(detail)}`),
  );
  const slow = steps.filter((step) => /: (SCAN (requests|attempts)|USE TEMP B-TREE)/.test(step));
  expect(statements.length).toBeGreaterThan(10);
  expect(slow.filter((step) => !HARMLESS.some((harmless) => harmless.test(step)))).toEqual([]);
  ledger.close();
});
