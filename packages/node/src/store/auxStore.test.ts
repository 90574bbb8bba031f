import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partyIndex } from '@quorate/tss-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from './openStore.ts';
import type { SpareSecret } from './records.ts';
import type { Store } from './store.ts';

let dir: string;
let store: Store;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quorate-aux-'));
  store = openStore(dir);
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const id = (n: number) => new Uint8Array(32).fill(n);
const [sealed, resealed] = [Uint8Array.of(1), Uint8Array.of(2)];
const ceremony = (session: number) => ({
  ...{ session: id(session), orderHash: id(9), party: partyIndex(2), sealed, begunAt: 1_700_000_000_000 },
});
const activation = { generation: id(20), certificate: Uint8Array.of(5), sealed: resealed };

/** Four primes, and the secrets made from them. */
function spare(): SpareSecret {
  for (const kind of ['safe', 'blum'] as const) for (const n of [1, 2]) store.primes.add(kind, Uint8Array.of(n));
  store.primes.combine([...store.primes.list('safe', 2), ...store.primes.list('blum', 2)], sealed);
  const made = store.primes.nextSpare();
  if (!made) throw new Error('no spare');
  return made;
}

test('primes are kept by kind, the oldest first', () => {
  store.primes.add('safe', Uint8Array.of(1));
  store.primes.add('blum', Uint8Array.of(2));
  store.primes.add('safe', Uint8Array.of(3));
  expect(store.primes.list('safe', 5).map((prime) => [...prime.sealed])).toEqual([[1], [3]]);
  expect(store.primes.list('safe', 1)).toHaveLength(1);
});

test('primes become secrets once: they are gone in the same transaction', () => {
  store.primes.add('safe', Uint8Array.of(1));
  const used = store.primes.list('safe', 1);
  store.primes.combine(used, sealed);
  expect(store.primes.list('safe', 1)).toEqual([]);
  expect(() => store.primes.combine(used, sealed)).toThrow(expect.objectContaining({ code: 'prime-used' }));
  expect(store.primes.countSpares()).toBe(1);
});

test('a spare begins one ceremony', () => {
  const made = spare();
  store.aux.begin(ceremony(1), made);
  expect(store.primes.nextSpare()).toBeUndefined();
  expect(store.aux.find(id(1))).toEqual({ ...ceremony(1), state: 'pending' });
  expect(() => store.aux.begin(ceremony(2), made)).toThrow(expect.objectContaining({ code: 'prime-used' }));
  expect(store.aux.find(id(2))).toBeUndefined();
  expect(store.aux.countBegun(id(9))).toBe(1);
});

test('a ceremony begins once, and what it cannot use stays', () => {
  store.aux.begin(ceremony(1), spare());
  const another = spare();
  expect(() => store.aux.begin(ceremony(1), another)).toThrow(expect.objectContaining({ code: 'session-used' }));
  expect(store.primes.nextSpare()).toEqual(another);
});

test('a generation becomes active by its certificate, and stays so after a restart', () => {
  store.aux.begin(ceremony(1), spare());
  store.aux.activate(id(1), activation);
  store.aux.activate(id(1), activation);
  store.close();
  store = openStore(dir);
  expect(store.aux.active(id(20))).toEqual({ ...ceremony(1), ...activation, state: 'active' });
  const other = { ...activation, certificate: Uint8Array.of(6) };
  expect(() => store.aux.activate(id(1), other)).toThrow(expect.objectContaining({ code: 'certificate-differs' }));
});

test('the newest generation is listed first', () => {
  for (const n of [1, 2]) {
    store.aux.begin(ceremony(n), spare());
    store.aux.activate(id(n), { ...activation, generation: id(20 + n) });
  }
  expect(store.aux.listActive().map(({ generation }) => generation[0])).toEqual([22, 21]);
});

test('a generation in whose making somebody cheated never becomes active', () => {
  store.aux.begin(ceremony(1), spare());
  store.aux.refuse(id(1));
  const unknown = expect.objectContaining({ code: 'unknown-ceremony' });
  expect(() => store.aux.activate(id(1), activation)).toThrow(unknown);
  expect(() => store.aux.activate(id(7), activation)).toThrow(unknown);
  expect(store.aux.listActive()).toEqual([]);
});
