import { expect, test } from 'vitest';
import { ciphersuite } from '../../groups/index.ts';
import { type PartyIndex, partyIndex } from '../../keys/structure.ts';
import { MAX_BATCH_PAIRS } from '../../session/reservation.ts';
import { seededRandom } from '../../testing/seededRandom.ts';
import { generateNonces } from '../nonces.ts';
import { batchId, signBatch } from './commitmentBatch.ts';
import { PeerBatches } from './peerBatches.ts';

const suite = ciphersuite('frost-ed25519');
const random = seededRandom('peers');
const filled = (byte: number) => new Uint8Array(32).fill(byte);
const [two, three] = [2, 3].map(partyIndex) as [PartyIndex, PartyIndex];
const [some] = Array.from({ length: 1 }, () => generateNonces(suite, 5n, random).commitment);

function given(peers: PeerBatches, owner: PartyIndex, count: number, epoch = 1) {
  const about = { cluster: filled(1), key: filled(2), epoch, party: owner };
  const commitments = Array.from({ length: count }, () => generateNonces(suite, 5n, random).commitment);
  const signed = signBatch(suite, about, commitments, filled(9));
  peers.add(signed, commitments);
  return { signed, commitments, id: batchId(signed.batch) };
}

test('what the owner reserved is found, with the batch that proves it', () => {
  const peers = new PeerBatches();
  const { id, signed, commitments } = given(peers, two, 4);
  expect(peers.has(two, id)).toBe(true);
  expect([peers.sizeOf(two), peers.sizeOf(three)]).toEqual([4, 0]);
  expect(peers.take(two, { batch: id, first: 1, count: 2 })).toEqual({
    commitments: commitments.slice(1, 3),
    batch: signed,
  });
  expect(peers.sizeOf(two)).toBe(2);
});

test('attack 1: a pair that the owner names twice is not there the second time', () => {
  const peers = new PeerBatches();
  const { id } = given(peers, two, 4);
  peers.take(two, { batch: id, first: 1, count: 2 });
  expect(peers.take(two, { batch: id, first: 1, count: 2 })).toBeUndefined();
  expect(peers.take(two, { batch: id, first: 0, count: 2 })).toBeUndefined();
  expect(peers.take(two, { batch: id, first: 2, count: 2 })).toBeUndefined();
  // A refusal takes nothing, and reservations may come in any order.
  expect(peers.take(two, { batch: id, first: 3, count: 1 })).toBeDefined();
  expect(peers.take(two, { batch: id, first: 0, count: 1 })).toBeDefined();
});

test('an unknown batch, another party’s, or pairs beyond the end of one are not found', () => {
  const peers = new PeerBatches();
  const { id } = given(peers, two, 4);
  given(peers, three, 4);
  expect(peers.take(two, { batch: filled(7), first: 0, count: 1 })).toBeUndefined();
  expect(peers.take(three, { batch: id, first: 0, count: 1 })).toBeUndefined();
  expect(peers.take(two, { batch: id, first: 3, count: 2 })).toBeUndefined();
  expect(peers.take(two, { batch: id, first: 4, count: 1 })).toBeUndefined();
});

test('a batch that comes again does not make its pairs unused again', () => {
  const peers = new PeerBatches();
  const { id, signed, commitments } = given(peers, two, 2);
  peers.take(two, { batch: id, first: 0, count: 1 });
  peers.add(signed, commitments);
  expect(peers.take(two, { batch: id, first: 0, count: 1 })).toBeUndefined();
});

test('the owner says which of its own batches are live, and of nobody else’s', () => {
  const peers = new PeerBatches();
  const [old, live, other] = [given(peers, two, 1), given(peers, two, 1), given(peers, three, 1)];
  peers.keepOnly(two, [live.id, other.id]);
  expect([peers.has(two, old.id), peers.has(two, live.id), peers.has(three, other.id)]).toEqual([false, true, true]);
  expect(peers.has(two, other.id)).toBe(false);
  peers.keepOnly(partyIndex(9), []);
});

test('attack 34: of one peer that gives too much the oldest is forgotten, and nothing of another', () => {
  if (!some) throw new Error('a commitment');
  const peers = new PeerBatches();
  const other = given(peers, three, 1);
  const same = Array.from({ length: MAX_BATCH_PAIRS }, () => some);
  const ids = Array.from({ length: 6 }, (_, epoch) => {
    const about = { cluster: filled(1), key: filled(2), epoch, party: two };
    const signed = signBatch(suite, about, same, filled(9));
    peers.add(signed, same);
    return batchId(signed.batch);
  });
  expect(ids.map((id) => peers.has(two, id))).toEqual([false, false, true, true, true, true]);
  expect(peers.has(three, other.id)).toBe(true);
});

test('a batch with other commitments than its own is a bug', () => {
  const peers = new PeerBatches();
  const { signed, commitments } = given(new PeerBatches(), two, 2);
  expect(() => peers.add(signed, commitments.slice(1))).toThrow(/bug/);
});
