import { partyIndex, type Ready } from '@quorate/tss-core';
import { expect, test } from 'vitest';
import { MAX_READIES, ReadyBook } from './readyBook.ts';

const filled = (byte: number) => new Uint8Array(32).fill(byte);
const purpose = { key: filled(1), subject: filled(2), party: partyIndex(1), policyHash: filled(3) };
const ready: Ready = { party: partyIndex(1), nonce: filled(9), policyHash: filled(3), signature: new Uint8Array(64) };

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
