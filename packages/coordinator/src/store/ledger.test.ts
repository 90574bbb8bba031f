import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AttemptView, RequestView } from '@quorate/requests';
import { partyIndex, RequestRejected } from '@quorate/tss-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLedger } from './ledger.ts';

const CLUSTER = '11'.repeat(32);
const SIGNED = Uint8Array.of(1, 2, 3);
let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-ledger-'));
  path = join(folder, 'data', 'ledger.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

function request(changes: Partial<RequestView> = {}): RequestView {
  return {
    ...{ id: 'request-0001', desk: 'desk-1', key: 'aa'.repeat(32), keyName: 'treasury', hash: 'bb'.repeat(32) },
    ...{ state: 'pending', createdAt: 1, expiresAt: 2, attempts: [], denials: [] },
    ...changes,
  };
}

function attempt(session: string, changes: Partial<AttemptView> = {}): AttemptView {
  const named = { session: session.repeat(32), signers: ['node-1', 'node-2'] };
  return { ...named, outcome: 'stalled', missing: ['node-2'], culprits: [], startedAt: 5, ...changes };
}

function rejection(act: () => unknown): RequestRejected {
  try {
    act();
  } catch (problem) {
    if (problem instanceof RequestRejected) return problem;
    throw problem;
  }
  throw new Error('nothing was rejected');
}

test('a request and its attempts survive a restart', () => {
  const first = openLedger(path, CLUSTER);
  first.requests.insert({ view: request(), signed: SIGNED, receivedAt: 7 });
  first.requests.update(request({ attempts: [attempt('01')] }));
  const signed = request({
    state: 'signed',
    attempts: [attempt('01'), attempt('02', { outcome: 'signed', missing: [] })],
  });
  first.requests.update(signed);
  first.close();
  const second = openLedger(path, CLUSTER);
  expect(second.requests.find('desk-1', 'request-0001')).toEqual({ view: signed, signed: SIGNED, receivedAt: 7 });
  second.close();
});

test('an attempt that still runs is not remembered', () => {
  const ledger = openLedger(':memory:', CLUSTER);
  ledger.requests.insert({ view: request(), signed: SIGNED, receivedAt: 7 });
  ledger.requests.update(request({ attempts: [attempt('01'), attempt('02', { outcome: 'running' })] }));
  expect(ledger.requests.find('desk-1', 'request-0001')?.view.attempts).toEqual([attempt('01')]);
});

test('proof that came after the end of an attempt is kept with it', () => {
  const ledger = openLedger(':memory:', CLUSTER);
  ledger.requests.insert({ view: request(), signed: SIGNED, receivedAt: 7 });
  ledger.requests.update(request({ attempts: [attempt('01')] }));
  const proven = attempt('01', { outcome: 'fault', missing: [], culprits: ['node-1'], evidence: 'AQID' });
  ledger.requests.update(request({ attempts: [proven] }));
  ledger.requests.update(request({ state: 'failed', attempts: [proven, attempt('02')] }));
  expect(ledger.requests.find('desk-1', 'request-0001')?.view.attempts).toEqual([proven, attempt('02')]);
});

test('only pending requests are taken up again, oldest first', () => {
  const ledger = openLedger(':memory:', CLUSTER);
  for (const [i, id] of ['request-0003', 'request-0002', 'request-0001'].entries()) {
    ledger.requests.insert({ view: request({ id }), signed: SIGNED, receivedAt: i });
  }
  ledger.requests.update(request({ id: 'request-0002', state: 'denied' }));
  expect(ledger.requests.pending().map(({ view }) => view.id)).toEqual(['request-0003', 'request-0001']);
});

test('lists are newest first, bounded, and of one desk or of all', () => {
  const ledger = openLedger(':memory:', CLUSTER);
  for (const [i, desk] of ['desk-1', 'desk-2', 'desk-1'].entries()) {
    ledger.requests.insert({ view: request({ desk, id: `request-000${i}` }), signed: SIGNED, receivedAt: 0 });
  }
  const ids = (desk: string | undefined, limit: number) => ledger.requests.list(desk, limit).map(({ id }) => id);
  expect(ids('desk-1', 10)).toEqual(['request-0002', 'request-0000']);
  expect(ids(undefined, 2)).toEqual(['request-0002', 'request-0001']);
});

test('two desks may use the same id, and each finds its own', () => {
  const ledger = openLedger(':memory:', CLUSTER);
  for (const [i, desk] of ['desk-1', 'desk-2'].entries()) {
    ledger.requests.insert({ view: request({ desk }), signed: SIGNED, receivedAt: i });
  }
  expect(ledger.requests.find('desk-2', 'request-0001')?.view.desk).toBe('desk-2');
  expect(ledger.requests.findOfAnyDesk('request-0001')?.view.desk).toBe('desk-2');
  expect(ledger.requests.find('desk-3', 'request-0001')).toBeUndefined();
});

test('keys come back with their acknowledgements', () => {
  const ledger = openLedger(path, CLUSTER);
  const key = new Uint8Array(32).fill(1);
  ledger.keys.put({ key, order: Uint8Array.of(1), certificate: Uint8Array.of(2) });
  ledger.keys.acknowledge(key, partyIndex(3), Uint8Array.of(4));
  ledger.close();
  const again = openLedger(path, CLUSTER);
  expect(again.keys.all()).toEqual([
    { key, order: Uint8Array.of(1), certificate: Uint8Array.of(2), acknowledgements: new Map([[3, Uint8Array.of(4)]]) },
  ]);
  again.close();
});

test('a second process on the same data is refused with what to do', () => {
  const ledger = openLedger(path, CLUSTER);
  ledger.requests.insert({ view: request(), signed: SIGNED, receivedAt: 7 });
  const script = `
    import { openLedger } from ${JSON.stringify(new URL('./ledger.ts', import.meta.url).href)};
    try { openLedger(${JSON.stringify(path)}, '${CLUSTER}'); } catch (problem) { console.log(problem.code + ': ' + problem.message); }
  `;
  const args = ['--conditions=quorate-src', '--input-type=module', '-e', script];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stdout.trim()).toBe(`data-in-use: another process uses ${path}`);
  ledger.close();
});

test('the file is free again after closing', () => {
  openLedger(path, CLUSTER).close();
  openLedger(path, CLUSTER).close();
});

test('a damaged file is refused with what to do', () => {
  const ledger = openLedger(path, CLUSTER);
  for (let i = 0; i < 50; i++) {
    ledger.requests.insert({
      view: request({ id: `request-${1000 + i}` }),
      signed: new Uint8Array(2000),
      receivedAt: i,
    });
  }
  ledger.close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xff, 4096, 4096 * 6));
  const { code, message, hint } = rejection(() => openLedger(path, CLUSTER));
  expect([code, message]).toEqual(['data-corrupt', `${path} is damaged and cannot be read`]);
  expect(hint).toContain('restore a backup');
});

test('a file that is no database is refused, and left as it is', () => {
  openLedger(path, CLUSTER).close();
  writeFileSync(path, 'these are not the bytes of a database '.repeat(100));
  expect(rejection(() => openLedger(path, CLUSTER)).code).toBe('data-corrupt');
  expect(readFileSync(path, 'utf8')).toContain('these are not');
});

test('a ledger of a newer version is refused', () => {
  openLedger(path, CLUSTER).close();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
  expect(rejection(() => openLedger(path, CLUSTER)).code).toBe('data-newer');
});

test('the ledger of another cluster is refused', () => {
  openLedger(path, CLUSTER).close();
  expect(rejection(() => openLedger(path, '22'.repeat(32))).code).toBe('data-foreign');
  openLedger(path, CLUSTER).close();
});

test('a folder in place of the file is refused in one sentence', () => {
  expect(rejection(() => openLedger(folder, CLUSTER)).code).toBe('data-unreadable');
});

test('in a directory that everybody may read, nobody else may open the ledger', () => {
  mkdirSync(join(folder, 'data'), { mode: 0o755 });
  const ledger = openLedger(path, CLUSTER);
  const open = readdirSync(join(folder, 'data')).filter((file) => {
    return (statSync(join(folder, 'data', file)).mode & 0o077) !== 0;
  });
  ledger.close();
  expect(open).toEqual([]);
});
