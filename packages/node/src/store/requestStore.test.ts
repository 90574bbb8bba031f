import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from './openStore.ts';
import type { Decision } from './records.ts';
import { FORGET_AFTER_SECONDS } from './requestStore.ts';
import type { Store } from './store.ts';

let dir: string;
let store: Store;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quorate-store-'));
  store = openStore(dir);
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const hash = (n: number) => new Uint8Array(32).fill(n);
const allowed: Decision = { kind: 'allowed', policyHash: hash(77) };
const denied: Decision = { kind: 'denied', code: 'rules', reasons: ['no rule allows it', 'say "please"'] };
const request = { desk: 'desk-1', id: 'invoice-0001', hash: hash(1), expiresAt: 2_000_000_000, decision: allowed };
const idReused = expect.objectContaining({ name: 'RequestRejected', code: 'id-reused' });

test('a request and its latest decision survive a restart', () => {
  store.requests.remember(request);
  store.requests.remember({ ...request, decision: denied });
  store.requests.countAttempt(hash(1));
  store.close();
  store = openStore(dir);
  expect(store.requests.find('desk-1', 'invoice-0001')).toEqual({ ...request, decision: denied, attempts: 1 });
});

test('an id names one request for as long as it is remembered', () => {
  store.requests.remember(request);
  expect(() => store.requests.remember({ ...request, hash: hash(2) })).toThrow(idReused);
  expect(store.requests.find('desk-1', 'invoice-0001')?.hash).toEqual(hash(1));
});

test('two desks may use the same id', () => {
  store.requests.remember(request);
  store.requests.remember({ ...request, desk: 'desk-2', hash: hash(2) });
  expect(store.requests.find('desk-2', 'invoice-0001')?.hash).toEqual(hash(2));
});

test('a request is forgotten a day after it expired, not earlier', () => {
  store.requests.remember(request);
  const end = request.expiresAt + FORGET_AFTER_SECONDS;
  expect(store.requests.prune(end * 1000)).toBe(0);
  expect(() => store.requests.remember({ ...request, hash: hash(2) })).toThrow(idReused);
  expect(store.requests.prune((end + 1) * 1000)).toBe(1);
  expect(store.requests.find('desk-1', 'invoice-0001')).toBeUndefined();
});

test('what is to be forgotten is forgotten bit by bit, so that nobody waits for all of it', () => {
  for (let i = 0; i < 2_500; i++) {
    const named = new Uint8Array(32);
    new DataView(named.buffer).setUint32(0, i + 1);
    store.requests.remember({ ...request, id: `invoice-${i}`, hash: named });
    if (i < 500) store.requests.cancel(named, 'desk-1', request.expiresAt);
  }
  const later = (request.expiresAt + FORGET_AFTER_SECONDS + 1) * 1000;
  expect([1, 2, 3, 4].map(() => store.requests.prune(later))).toEqual([1500, 1000, 500, 0]);
  expect(store.requests.find('desk-1', 'invoice-2499')).toBeUndefined();
});

test('a cancellation holds before its request is known, across restarts, and for its own desk only', () => {
  store.requests.cancel(hash(1), 'desk-1', 2_000_000_000);
  store.requests.cancel(hash(1), 'desk-1', 1_000);
  store.close();
  store = openStore(dir);
  expect(store.requests.isCancelled(hash(1), 'desk-1')).toBe(true);
  expect(store.requests.isCancelled(hash(1), 'desk-2')).toBe(false);
  expect(store.requests.isCancelled(hash(2), 'desk-1')).toBe(false);
  store.requests.prune(1_900_000_000_000);
  expect(store.requests.isCancelled(hash(1), 'desk-1')).toBe(true);
});
