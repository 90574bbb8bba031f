import { expect, test } from 'vitest';
import { ciphersuite } from '../../groups/index.ts';
import { partyIndex } from '../../keys/structure.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import { generateNonces } from '../nonces.ts';
import { batchId, signBatch } from './commitmentBatch.ts';
import { NonceStock } from './nonceStock.ts';

const suite = ciphersuite('frost-ed25519');
const random = seededRandom('stock');
const filled = (byte: number) => new Uint8Array(32).fill(byte);
const owner = { cluster: filled(1), key: filled(2), epoch: 1, party: partyIndex(3) };

function batchOf(count: number) {
  const pairs = Array.from({ length: count }, () => generateNonces(suite, 5n, random));
  const commitments = pairs.map(({ commitment }) => commitment);
  return { pairs, signed: signBatch(suite, owner, commitments, filled(9)) };
}

function stockOf(...counts: readonly number[]) {
  const stock = new NonceStock();
  const batches = counts.map(batchOf);
  for (const { signed, pairs } of batches) stock.add(signed, pairs);
  return { stock, batches, ids: batches.map(({ signed }) => batchId(signed.batch)) };
}

test('pairs are handed out in order, each once', () => {
  const { stock, batches, ids } = stockOf(5);
  const taken = [stock.reserve(2), stock.reserve(1), stock.reserve(2)];
  expect(taken.map((one) => one?.reservation)).toEqual([
    { batch: ids[0], first: 0, count: 2 },
    { batch: ids[0], first: 2, count: 1 },
    { batch: ids[0], first: 3, count: 2 },
  ]);
  expect(taken.flatMap((one) => one?.pairs ?? [])).toEqual(batches[0]?.pairs);
  expect(stock.size).toBe(0);
  expect(stock.reserve(1)).toBeUndefined();
});

test('the commitments of a reservation are those that its batch has in that place', () => {
  const { stock } = stockOf(3);
  stock.reserve(1);
  const taken = stock.reserve(2);
  const { first = 0, count = 0 } = taken?.reservation ?? {};
  const named = taken?.batch.batch.commitments.slice(first, first + count).map(({ hiding }) => hiding);
  expect(named).toEqual(taken?.pairs.map(({ commitment }) => suite.group.encodeElement(commitment.hiding)));
});

test('a reservation stands in one batch: a larger one passes by what is left of an older one', () => {
  const { stock, ids } = stockOf(3, 5);
  expect(stock.reserve(2)?.reservation).toEqual({ batch: ids[0], first: 0, count: 2 });
  expect(stock.reserve(2)?.reservation).toEqual({ batch: ids[1], first: 0, count: 2 });
  expect(stock.reserve(1)?.reservation).toEqual({ batch: ids[0], first: 2, count: 1 });
  expect(stock.reserve(4)).toBeUndefined();
  expect(stock.reserve(3)?.reservation).toEqual({ batch: ids[1], first: 2, count: 3 });
});

test('nothing is set aside for no message', () => {
  expect(stockOf(3).stock.reserve(0)).toBeUndefined();
});

test('a batch stays live while it has unused pairs, and the last two that are used up', () => {
  const { stock, ids } = stockOf(1, 1, 1, 2);
  for (let i = 0; i < 4; i++) stock.reserve(1);
  expect(stock.live).toEqual(ids);
  const next = batchOf(1);
  stock.add(next.signed, next.pairs);
  expect(stock.live).toEqual([ids[1], ids[2], ids[3], batchId(next.signed.batch)]);
});

test('wiped, it has nothing left, and no pair of it signs', () => {
  const { stock, batches } = stockOf(2, 2);
  const reserved = stock.reserve(1);
  stock.wipe();
  expect([stock.size, stock.live, stock.reserve(1)]).toEqual([0, [], undefined]);
  const pairs = batches.flatMap((batch) => batch.pairs);
  for (const pair of pairs.slice(1)) expect(() => pair.take()).toThrow('wiped');
  expect(reserved?.pairs[0]?.take()).toBeDefined();
});

test('attack 2: a copy of a stock is empty', () => {
  const { stock } = stockOf(2);
  expect(JSON.stringify(stock)).toBe('{}');
  expect(Object.keys({ ...stock })).toEqual([]);
});

test('a batch of other pairs is a bug', () => {
  const { signed } = batchOf(2);
  expect(() => new NonceStock().add(signed, batchOf(1).pairs)).toThrow(/bug/);
});
