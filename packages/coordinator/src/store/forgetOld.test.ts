import { DatabaseSync } from 'node:sqlite';
import type { CeremonyView, RequestView } from '@quorate/requests';
import { partyIndex } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { type Ledger, openLedger } from './ledger.ts';
import { MIGRATIONS } from './migrations.ts';

const CLUSTER = '11'.repeat(32);
const DAY_MS = 86_400_000;
const RECEIVED = 1_000 * DAY_MS;
const SIGNED = Uint8Array.of(1);

function request(id: string, state: RequestView['state'], livesDays: number): RequestView {
  const named = { id, desk: 'desk-1', key: 'aa'.repeat(32), keyName: 'treasury', hash: 'bb'.repeat(32) };
  const expiresAt = (RECEIVED + livesDays * DAY_MS) / 1000;
  return { ...named, state, createdAt: RECEIVED / 1000, expiresAt, attempts: [], denials: [], elapsedMs: 500 };
}

/** A request that was received at RECEIVED and is in this state since. */
function keep({ requests }: Ledger, id: string, state: RequestView['state'], livesDays = 0): void {
  const view = request(id, state, livesDays);
  requests.insert({ view: { ...view, state: 'pending' }, signed: SIGNED, receivedAt: RECEIVED });
  const attempt = { session: 'cc'.repeat(32), signers: ['node-1'], missing: [], culprits: [], startedAt: RECEIVED };
  requests.update({ ...view, attempts: [{ ...attempt, outcome: 'stalled' }] });
}

function ceremony(order: string, state: CeremonyView['state']): CeremonyView {
  const named = { order: order.repeat(32), name: 'treasury', key: 'dd'.repeat(32) };
  return { ...named, state, phase: 'done', acknowledged: [], missing: [], culprits: [] };
}

const ids = ({ requests }: Ledger) => requests.list(undefined, 10).map(({ id }) => id);

test('what ended before the retention is forgotten, with its attempts and its cancel order', () => {
  const ledger = openLedger(':memory:', CLUSTER);
  keep(ledger, 'cancelled-1', 'cancelled');
  ledger.cancels.keep({ desk: 'desk-1', id: 'cancelled-1', cancel: SIGNED }, ['node-1']);
  keep(ledger, 'signed-1', 'signed');
  const now = RECEIVED + 30 * DAY_MS;
  expect(ledger.forgetOld(now, 30)).toEqual({ requests: 0, ceremonies: 0 });
  expect(ids(ledger)).toHaveLength(2);
  expect(ledger.forgetOld(now + 501, 30)).toEqual({ requests: 2, ceremonies: 0 });
  expect(ids(ledger)).toEqual([]);
  expect(ledger.cancels.undelivered('node-1', 0)).toEqual([]);
  keep(ledger, 'signed-1', 'signed');
  expect(ledger.requests.find('desk-1', 'signed-1')?.view.attempts).toHaveLength(1);
});

test('what is pending is never forgotten', () => {
  const ledger = openLedger(':memory:', CLUSTER);
  keep(ledger, 'pending-1', 'pending');
  expect(ledger.forgetOld(RECEIVED + 1000 * DAY_MS, 1).requests).toBe(0);
  expect(ids(ledger)).toEqual(['pending-1']);
});

test('a request is remembered for a day past its expiry, however short the retention', () => {
  const ledger = openLedger(':memory:', CLUSTER);
  keep(ledger, 'long-lived', 'signed', 7);
  expect(ledger.forgetOld(RECEIVED + 8 * DAY_MS, 1).requests).toBe(0);
  expect(ledger.forgetOld(RECEIVED + 8 * DAY_MS + 1000, 1).requests).toBe(1);
});

test('ceremonies are forgotten likewise, their keys never', () => {
  const ledger = openLedger(':memory:', CLUSTER);
  const expiresAt = RECEIVED / 1000 + 300;
  for (const [order, state] of [
    ['01', 'done'],
    ['02', 'failed'],
    ['03', 'running'],
  ] as const) {
    ledger.ceremonies.insert({ view: ceremony(order, 'running'), order: SIGNED }, expiresAt);
    ledger.ceremonies.update(ceremony(order, state), RECEIVED);
  }
  const key = new Uint8Array(32).fill(0xdd);
  ledger.keys.put({ key, order: SIGNED, certificate: SIGNED });
  ledger.keys.acknowledge(key, partyIndex(1), SIGNED);
  expect(ledger.forgetOld(RECEIVED + 29 * DAY_MS, 30).ceremonies).toBe(0);
  expect(ledger.forgetOld(RECEIVED + 31 * DAY_MS, 30).ceremonies).toBe(2);
  expect(ledger.ceremonies.running()).toHaveLength(1);
  expect(ledger.keys.all()).toHaveLength(1);
});

test('a ledger of the first schema learns when its requests ended, and how large they are', () => {
  const old = new DatabaseSync(':memory:');
  const [first = '', second = '', third = ''] = MIGRATIONS;
  old.exec(first);
  const insert = old.prepare('INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (const state of ['signed', 'pending'] as const) {
    insert.run('desk-1', state, SIGNED, state, RECEIVED, SIGNED, JSON.stringify(request(state, state, 2)));
  }
  old.prepare('INSERT INTO ceremonies VALUES (?, ?, ?, ?)').run(SIGNED, 'failed', SIGNED, '{}');
  old.exec(second);
  expect(old.prepare('SELECT id, expires_at, ended_at FROM requests ORDER BY id').all()).toEqual([
    { id: 'pending', expires_at: (RECEIVED + 2 * DAY_MS) / 1000, ended_at: null },
    { id: 'signed', expires_at: (RECEIVED + 2 * DAY_MS) / 1000, ended_at: RECEIVED + 500 },
  ]);
  expect(old.prepare('SELECT count(*) AS n FROM ceremonies WHERE ended_at > 0 AND expires_at > 0').get()).toEqual({
    n: 1,
  });
  old.exec(third);
  const stored = () => old.prepare('SELECT desk, bytes FROM stored_requests').all();
  expect(stored()).toEqual([{ desk: 'desk-1', bytes: 2 * SIGNED.length }]);
  old.exec(`DELETE FROM requests WHERE state = 'signed'`);
  expect(stored()).toEqual([{ desk: 'desk-1', bytes: SIGNED.length }]);
});
