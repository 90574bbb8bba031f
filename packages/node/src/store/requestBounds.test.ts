import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStore } from './openStore.ts';
import { FORGET_AFTER_SECONDS, MAX_REQUESTS_PER_DESK } from './requestStore.ts';
import type { Store } from './store.ts';

const EXPIRES_AT = 2_000_000_000;
let dir: string;
let store: Store;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quorate-store-'));
  store = openStore(dir);
});
afterEach(() => {
  vi.restoreAllMocks();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The columns of request i. */
const REQUEST = `'desk-1', 'id-' || i, CAST(printf('%032d', i) AS BLOB), ${EXPIRES_AT}, '{"kind":"denied","code":"x","reasons":[]}', 0`;

/** In the file itself: through the store it would take a minute. */
function fill(sql: string, rows: number): void {
  store.close();
  const database = new DatabaseSync(join(dir, 'node.db'));
  database.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) ${sql}`);
  database.close();
  store = openStore(dir);
}

const decision = { kind: 'allowed', policyHash: new Uint8Array(32) } as const;

function remember(n: number, desk = 'desk-1', expiresAt = EXPIRES_AT + 1): void {
  store.requests.remember({ desk, id: `new-${n}`, hash: new Uint8Array(32).fill(n), expiresAt, decision });
}

/** What the fixtures have filled in, to the last. */
function forgetAll(): void {
  while (store.requests.prune((EXPIRES_AT + FORGET_AFTER_SECONDS + 1) * 1000) > 0);
}

const tooMany = expect.objectContaining({ code: 'too-many-requests' });

test('one desk can have a node remember so many requests and no more, until some are forgotten', () => {
  fill(`INSERT INTO requests SELECT ${REQUEST} FROM n`, MAX_REQUESTS_PER_DESK - 1);
  remember(1);
  remember(1);
  expect(() => remember(2)).toThrow(tooMany);
  remember(2, 'desk-2');
  forgetAll();
  remember(3);
});

test('one desk can have a node remember so many cancellations and no more, until some are forgotten', () => {
  const row = `'desk-1', CAST(printf('%032d', i) AS BLOB), ${EXPIRES_AT}`;
  fill(`INSERT INTO cancellations SELECT ${row} FROM n`, MAX_REQUESTS_PER_DESK - 2);
  const cancel = (n: number) => store.requests.cancel(new Uint8Array(32).fill(n), 'desk-1', EXPIRES_AT + 1);
  cancel(1);
  cancel(1);
  cancel(2);
  expect(() => cancel(3)).toThrow(tooMany);
  forgetAll();
  cancel(3);
});

test('what a desk has is counted once, not with each new request', () => {
  const get = vi.spyOn(StatementSync.prototype, 'get');
  for (let n = 1; n <= 5; n++) remember(n);
  for (let n = 1; n <= 5; n++) store.requests.cancel(new Uint8Array(32).fill(n), 'desk-1', EXPIRES_AT);
  const counted = get.mock.contexts.filter((one) => one instanceof StatementSync && one.sourceSQL.includes('count(*)'));
  expect(counted).toHaveLength(2);
});

test('nor with each piece of what is forgotten', () => {
  fill(`INSERT INTO requests SELECT ${REQUEST} FROM n`, 2500);
  remember(1);
  const get = vi.spyOn(StatementSync.prototype, 'get');
  const counted = () =>
    get.mock.contexts.filter((one) => one instanceof StatementSync && one.sourceSQL.includes('count(*)')).length;
  const later = (EXPIRES_AT + FORGET_AFTER_SECONDS + 1) * 1000;
  for (let n = 2; store.requests.prune(later) > 0; n++) remember(n);
  expect(counted()).toBe(0);
  remember(9);
  expect(counted()).toBe(1);
});
