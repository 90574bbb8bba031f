import {
  ciphersuite,
  generateNonces,
  NonceStock,
  partyIndex,
  type Ready,
  type ReservedNonces,
  signBatch,
} from '@quorate/tss-core';
import { seededRandom } from '@quorate/tss-core/testing';
import { expect, test } from 'vitest';
import { MAX_READIES, MAX_RESERVED_PAIRS, ReadyBook } from './readyBook.ts';
import type { SetAside } from './setAside.ts';

const filled = (byte: number) => new Uint8Array(32).fill(byte);
const purpose = { key: filled(1), subject: filled(2), party: partyIndex(1), policyHash: filled(3) };
const ready: Ready = {
  ...{ party: partyIndex(1), nonce: filled(9), policyHash: filled(3) },
  ...{ reservation: null, attestation: null, signature: new Uint8Array(64) },
};

function bookWithOne(): ReadyBook {
  const book = new ReadyBook();
  book.remember(ready.nonce, purpose, 0, 1000);
  return book;
}

test('an r_i is good for one session', () => {
  const book = bookWithOne();
  book.consume(ready, purpose, 500);
  expect(() => book.consume(ready, purpose, 500)).toThrow(/does not know the ready/);
});

test('an r_i that was never drawn here is refused', () => {
  expect(() => new ReadyBook().consume(ready, purpose, 0)).toThrow(/does not know the ready/);
});

test('an r_i expires', () => {
  expect(() => bookWithOne().consume(ready, purpose, 1001)).toThrow(/does not know the ready/);
});

test.each([
  ['key', { ...purpose, key: filled(8) }, ready],
  ['subject', { ...purpose, subject: filled(8) }, ready],
  ['party of the session', { ...purpose, party: partyIndex(2) }, ready],
  ['party of the ready', purpose, { ...ready, party: partyIndex(2) }],
  ['rules', purpose, { ...ready, policyHash: filled(8) }],
])('an r_i drawn for another %s is refused, and gone', (_, about, offered) => {
  const book = bookWithOne();
  expect(() => book.consume(offered, about, 0)).toThrow(/does not know the ready/);
  expect(() => book.consume(ready, purpose, 0)).toThrow(/does not know the ready/);
});

test('the oldest of too many are forgotten', () => {
  const book = bookWithOne();
  for (let i = 0; i < MAX_READIES; i++) {
    const nonce = filled(0);
    new DataView(nonce.buffer).setUint32(0, i + 1);
    book.remember(nonce, purpose, 0, 1000);
  }
  expect(() => book.consume(ready, purpose, 0)).toThrow(/does not know the ready/);
});

/** Nonces as a stock sets them aside. */
function aside(count: number, drawn = 1): ReservedNonces {
  const suite = ciphersuite('frost-ed25519');
  const one = generateNonces(suite, 5n, seededRandom('aside'));
  // Which pairs these are does not matter here, so that there may be many.
  const pairs = Array.from({ length: count }, (_, i) => (i < drawn ? generateNonces(suite, 5n, seededRandom(i)) : one));
  const owner = { cluster: filled(1), key: filled(1), epoch: 1, party: partyIndex(1) };
  const commitments = pairs.map(({ commitment }) => commitment);
  const stock = new NonceStock();
  stock.add(signBatch(suite, owner, commitments, filled(7)), pairs);
  const reserved = stock.reserve(count);
  if (!reserved) throw new Error('a stock');
  return reserved;
}

function nonces(reserved: ReservedNonces): SetAside {
  return { kind: 'nonces', reservation: reserved.reservation, nonces: reserved };
}

const isWiped = ({ pairs: [pair] }: ReservedNonces) => {
  try {
    return pair?.take() === undefined;
  } catch {
    return true;
  }
};

test('attack 1: nonces that were set aside come with their ready, once', () => {
  const book = new ReadyBook();
  const reserved = aside(2);
  book.remember(ready.nonce, purpose, 0, 1000, nonces(reserved));
  const named = { ...ready, reservation: { ...reserved.reservation } };
  expect(book.consume(named, purpose, 0)).toEqual(nonces(reserved));
  expect(() => book.consume(named, purpose, 0)).toThrow(/does not know the ready/);
  expect(isWiped(reserved)).toBe(false);
});

test.each<[string, (reserved: ReservedNonces) => Partial<Ready>, number]>([
  ['names no nonces', () => ({ reservation: null }), 0],
  ['names other nonces', ({ reservation }) => ({ reservation: { ...reservation, first: 1 } }), 0],
  ['names another batch', ({ reservation }) => ({ reservation: { ...reservation, batch: filled(8) } }), 0],
  ['has other rules', ({ reservation }) => ({ reservation, policyHash: filled(8) }), 0],
  ['has expired', ({ reservation }) => ({ reservation }), 1001],
])('attack 1: nonces set aside under a ready that %s are wiped', (_, change, now) => {
  const book = new ReadyBook();
  const reserved = aside(2);
  book.remember(ready.nonce, purpose, 0, 1000, nonces(reserved));
  expect(() => book.consume({ ...ready, ...change(reserved) }, purpose, now)).toThrow(/does not know the ready/);
  expect(isWiped(reserved)).toBe(true);
});

test('a ready that claims nonces which were never set aside is refused', () => {
  const { reservation } = aside(1);
  expect(() => bookWithOne().consume({ ...ready, reservation }, purpose, 0)).toThrow(/does not know the ready/);
});

test('nonces set aside are wiped when their ready expires, or all are forgotten', () => {
  const book = new ReadyBook();
  const [early, late] = [aside(1), aside(1)];
  book.remember(filled(1), purpose, 0, 10, nonces(early));
  book.remember(filled(2), purpose, 11, 1000, nonces(late));
  expect(isWiped(early)).toBe(true);
  book.clear();
  expect(isWiped(late)).toBe(true);
});

test('attack 34: of too many nonces set aside the oldest are wiped, and their readies forgotten', () => {
  const book = new ReadyBook();
  const batches = Array.from({ length: MAX_RESERVED_PAIRS / 128 + 1 }, () => aside(128));
  for (const [i, reserved] of batches.entries()) book.remember(filled(i), purpose, 0, 1000, nonces(reserved));
  expect(batches.map(isWiped)).toEqual(batches.map((_, i) => i === 0));
  const [oldest] = batches;
  const named = { ...ready, nonce: filled(0), reservation: oldest?.reservation ?? null };
  expect(() => book.consume(named, purpose, 0)).toThrow(/does not know the ready/);
});
