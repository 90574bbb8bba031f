import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partyIndex } from '@quorate/tss-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from './openStore.ts';
import type { NewCeremony } from './records.ts';
import type { Activation, Store } from './store.ts';

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

const id = (n: number) => new Uint8Array(32).fill(n);
const activation: Activation = { certificate: id(90), sealed: id(91), activatedAt: 1_700_000_001_000 };

/** Ceremony number `n`, with its own session, key and order. */
function ceremony(n: number, change: Partial<NewCeremony> = {}): NewCeremony {
  return {
    session: id(n),
    key: id(n + 100),
    epoch: 0,
    name: 'treasury',
    party: partyIndex(2),
    orderHash: id(n + 50),
    orderCreatedAt: 1_700_000_000 + n,
    order: Uint8Array.of(1, n),
    statement: Uint8Array.of(2, n),
    sealed: Uint8Array.of(3, n),
    certifiedAt: 1_700_000_000_000,
    ...change,
  };
}

function reopen(): void {
  store.close();
  store = openStore(dir);
}

const refusedAs = (code: string) => expect.objectContaining({ name: 'RequestRejected', code });

test('a certified ceremony survives a restart with everything it needs', () => {
  store.ceremonies.certify(ceremony(1));
  reopen();
  expect(store.ceremonies.find(id(1))).toEqual({ ...ceremony(1), state: 'certified' });
  expect(store.ceremonies.listPending()).toHaveLength(1);
  expect(store.keys.listActive()).toEqual([]);
});

test('an order is certified in one session only', () => {
  store.ceremonies.certify(ceremony(1));
  const again = ceremony(2, { orderHash: id(51), key: id(101) });
  expect(() => store.ceremonies.certify(again)).toThrow(refusedAs('order-used'));
  expect(() => store.ceremonies.certify(ceremony(1))).toThrow(refusedAs('order-used'));
  expect(store.ceremonies.find(id(2))).toBeUndefined();
});

test('a ceremony refused after a complaint is never certified, not after a restart either', () => {
  store.ceremonies.refuse(id(1));
  store.ceremonies.refuse(id(1));
  reopen();
  expect(() => store.ceremonies.certify(ceremony(1))).toThrow(refusedAs('ceremony-refused'));
});

test('activation turns the pending share into a key and leaves no second copy of it', () => {
  store.ceremonies.certify(ceremony(1));
  store.ceremonies.activate(id(1), activation);
  reopen();
  const key = store.keys.active(id(101));
  expect(key).toMatchObject({ name: 'treasury', epoch: 0, state: 'active', party: 2, ...activation });
  expect(key?.acknowledgement).toBeUndefined();
  expect(store.keys.activeByName('treasury')).toEqual(key);
  expect(store.ceremonies.find(id(1))).toMatchObject({ state: 'activated', sealed: undefined });
  expect(store.ceremonies.listPending()).toEqual([]);
});

test('the same certificate delivered twice gives the same answer; another one is refused', () => {
  store.ceremonies.certify(ceremony(1));
  const first = store.ceremonies.activate(id(1), activation);
  expect(store.ceremonies.activate(id(1), { ...activation, sealed: id(1) })).toEqual(first);
  const other = { ...activation, certificate: id(92) };
  expect(() => store.ceremonies.activate(id(1), other)).toThrow(refusedAs('certificate-differs'));
});

test('a certificate of a ceremony unknown here activates nothing', () => {
  expect(() => store.ceremonies.activate(id(9), activation)).toThrow(refusedAs('unknown-ceremony'));
});

test('a name in use is not given to a second key', () => {
  store.ceremonies.certify(ceremony(1));
  store.ceremonies.activate(id(1), activation);
  expect(() => store.ceremonies.certify(ceremony(2))).toThrow(refusedAs('name-taken'));
  store.ceremonies.certify(ceremony(3, { name: 'other' }));
});

test('a newer order for the name supersedes the pending one, which is kept but never activated', () => {
  store.ceremonies.certify(ceremony(1));
  store.ceremonies.certify(ceremony(2));
  expect(() => store.ceremonies.activate(id(1), activation)).toThrow(refusedAs('ceremony-superseded'));
  expect(store.ceremonies.find(id(1))).toEqual({ ...ceremony(1), state: 'superseded' });
  store.ceremonies.activate(id(2), activation);
  expect(store.keys.listActive().map(({ key }) => key)).toEqual([id(102)]);
});

test('an older order, or another one of the same second, does not supersede', () => {
  store.ceremonies.certify(ceremony(2));
  expect(() => store.ceremonies.certify(ceremony(1))).toThrow(refusedAs('order-older'));
  const sameSecond = ceremony(3, { orderCreatedAt: ceremony(2).orderCreatedAt });
  expect(() => store.ceremonies.certify(sameSecond)).toThrow(refusedAs('order-older'));
  expect(store.ceremonies.find(id(2))?.state).toBe('certified');
});

test('a superseded ceremony still blocks its order', () => {
  store.ceremonies.certify(ceremony(1));
  store.ceremonies.certify(ceremony(2));
  const again = ceremony(3, { orderHash: id(51) });
  expect(() => store.ceremonies.certify(again)).toThrow(refusedAs('order-used'));
});

test('an acknowledgement is kept with its key', () => {
  store.ceremonies.certify(ceremony(1));
  store.ceremonies.activate(id(1), activation);
  store.keys.setAcknowledgement(id(101), 0, Uint8Array.of(5));
  reopen();
  expect(store.keys.active(id(101))?.acknowledgement).toEqual(Uint8Array.of(5));
});
