import { type Assignment, ciphersuite, partyIndex } from '@quorate/tss-core';
import { Presignature } from '@quorate/tss-core/ecdsa';
import { expect, test } from 'vitest';
import { MAX_PRESIGNATURES, PresignatureBook } from './presignatureBook.ts';

const filled = (byte: number) => new Uint8Array(32).fill(byte);
const [ONE, TWO, THREE] = [1, 2, 3].map(partyIndex);
const PAIR = pairOf(ONE, TWO);
const OTHERS = pairOf(ONE, THREE);
const KEY = filled(1);
const { group } = ciphersuite('ecdsa-secp256k1');
let made = 0;

function pairOf(...parties: readonly (typeof ONE)[]): Assignment {
  return [parties.flatMap((party) => party ?? [])];
}

function presignature(assignment: Assignment, about: { key?: Uint8Array; epoch?: number; aux?: number } = {}) {
  const { key = KEY, epoch = 1, aux = 5 } = about;
  const session = new Uint8Array(32);
  new DataView(session.buffer).setUint32(0, ++made);
  const points = { Gamma: new Uint8Array(33), parts: [] };
  const statement = { ...{ cluster: KEY, key, epoch, session, auxGeneration: filled(aux), assignment }, ...points };
  return new Presignature(group, partyIndex(1), { statement, signatures: [] }, { k: 1n, chi: 1n });
}

function bookOf(...assignments: readonly Assignment[]) {
  const book = new PresignatureBook();
  const presignatures = assignments.map((assignment) => presignature(assignment));
  for (const [i, one] of presignatures.entries()) book.add(i, one);
  return { book, presignatures };
}

const sizes = (book: PresignatureBook) => book.levels().map(({ size }) => size);
const isWiped = (one: Presignature | undefined) => {
  try {
    return one?.take() === undefined;
  } catch {
    return true;
  }
};

test('attack 1: what is set aside has left the stock, and is named by its id', () => {
  const { book, presignatures } = bookOf(PAIR, PAIR);
  const taken = [1, 2, 3].map(() => book.reserve(KEY, PAIR));
  const named = presignatures.map(({ id }) => ({ batch: id, first: 0, count: 1 }));
  expect(taken.map((one) => one?.reservation)).toEqual([...named, undefined]);
  expect(sizes(book)).toEqual([0]);
});

test('every set of signers has a stock of its own', () => {
  const { book } = bookOf(PAIR, OTHERS, OTHERS);
  expect(book.levels()).toMatchObject([
    { assignment: PAIR, size: 1, next: 1 },
    { assignment: OTHERS, size: 2, next: 3 },
  ]);
  expect(book.reserve(filled(9), PAIR)).toBeUndefined();
});

test.each([{ epoch: 2 }, { aux: 6 }])('of another epoch or aux generation nothing remains: %o', (change) => {
  const { book, presignatures } = bookOf(PAIR, OTHERS);
  book.add(0, presignature(PAIR, change));
  expect(presignatures.map(isWiped)).toEqual([true, false]);
  expect(book.levels()).toContainEqual(expect.objectContaining({ assignment: PAIR, size: 1, next: 1 }));
});

test('what another signer has come to is wiped, and all before it', () => {
  const { book, presignatures } = bookOf(PAIR, PAIR, PAIR, OTHERS);
  book.dropThrough(KEY, presignatures[1]?.id ?? KEY);
  expect(presignatures.map(isWiped)).toEqual([true, true, false, false]);
});

test('with a signer that was lost goes what was made with it, and the order goes on', () => {
  const { book, presignatures } = bookOf(PAIR, OTHERS);
  if (TWO) book.dropWith(KEY, TWO);
  expect(presignatures.map(isWiped)).toEqual([true, false]);
  expect(book.levels()).toContainEqual(expect.objectContaining({ assignment: PAIR, size: 0, next: 1 }));
});

test('with a key goes all of it, and nothing of others', () => {
  const { book, presignatures } = bookOf(PAIR, OTHERS);
  const other = presignature(PAIR, { key: filled(2) });
  book.add(0, other);
  book.drop(KEY);
  expect([...presignatures, other].map(isWiped)).toEqual([true, true, false]);
  expect(book.levels()).toHaveLength(1);
});

test('attack 34: of too many the stock that was used longest ago goes', () => {
  const { book, presignatures } = bookOf(OTHERS, PAIR);
  book.reserve(KEY, OTHERS);
  for (let i = 2; i <= MAX_PRESIGNATURES; i++) book.add(i, presignature(OTHERS));
  expect(isWiped(presignatures[1])).toBe(false);
  const last = presignature(OTHERS);
  book.add(MAX_PRESIGNATURES + 1, last);
  expect(sizes(book)).toEqual([MAX_PRESIGNATURES]);
  expect(isWiped(last)).toBe(false);
});

test('in the end all are wiped', () => {
  const { book, presignatures } = bookOf(PAIR, OTHERS);
  book.clear();
  expect(presignatures.map(isWiped)).toEqual([true, true]);
});
