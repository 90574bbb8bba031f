import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from './openStore.ts';
import type { ClusterPin, PassphraseRecord } from './records.ts';
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

const pin: ClusterPin = { cluster: 'aa'.repeat(32), node: 'node-1', revision: 3, fileHash: new Uint8Array(32).fill(1) };
const record: PassphraseRecord = {
  kdf: { algorithm: 'argon2id', salt: new Uint8Array(16).fill(9), memoryKiB: 65536, passes: 3, parallelism: 4 },
  verifier: Uint8Array.of(1, 2, 3),
};

test('a store is bound to its cluster and node at the first start', () => {
  store.meta.pin(pin);
  store.meta.pin(pin);
  expect(() => store.meta.pin({ ...pin, cluster: 'bb'.repeat(32) })).toThrow(/belongs to cluster aa/);
  expect(() => store.meta.pin({ ...pin, node: 'node-2' })).toThrow(/belongs to node node-1, the config is of node-2/);
});

test('the cluster file goes forward only, and has one content per revision', () => {
  store.meta.pin(pin);
  const next = { ...pin, revision: 4, fileHash: new Uint8Array(32).fill(2) };
  store.meta.pin(next);
  expect(() => store.meta.pin(pin)).toThrow(/revision 3, this node has already seen revision 4/);
  const forked = { ...next, fileHash: new Uint8Array(32).fill(3) };
  expect(() => store.meta.pin(forked)).toThrow(expect.objectContaining({ code: 'cluster-file-forked' }));
  store.meta.pin(next);
});

test('the passphrase record is written once and read as it was', () => {
  expect(store.meta.passphrase()).toBeUndefined();
  store.meta.setPassphrase(record);
  store.close();
  store = openStore(dir);
  expect(store.meta.passphrase()).toEqual(record);
  expect(() => store.meta.setPassphrase(record)).toThrow();
});

test('a record that asks for absurd work is refused as damage, not carried out', () => {
  store.meta.setPassphrase(record);
  store.close();
  const db = new DatabaseSync(join(dir, 'node.db'));
  db.exec(`UPDATE meta SET value = replace(value, '65536', '999999999') WHERE name = 'passphrase'`);
  db.close();
  store = openStore(dir);
  expect(() => store.meta.passphrase()).toThrow(expect.objectContaining({ code: 'store-corrupt' }));
});
