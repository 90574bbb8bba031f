import { sampleCluster, sampleKey } from '@quorate/requests/testing';
import { certificateCodec, partyIndex } from '@quorate/tss-core';
import { encodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import { StockedKey } from './stockedKey.ts';
import { MAX_SEATS, StockedKeys } from './stockedKeys.ts';

const sample = sampleCluster();
const { certificate } = sampleKey(sample, 'frost-ed25519');
const filled = (byte: number) => new Uint8Array(32).fill(byte);

/** A key of three parties, as node-1 has it. */
function keyNo(i: number): StockedKey {
  const record = {
    ...{ key: filled(i), epoch: 1, name: `key-${i}`, state: 'active' as const, party: partyIndex(1) },
    ...{ session: filled(0), order: filled(0), sealed: filled(0), acknowledgement: undefined, activatedAt: 0 },
    certificate: encodeCbor(certificateCodec, certificate),
  };
  return new StockedKey(record, sample.cluster);
}

const ROOM = Math.floor(MAX_SEATS / 3);

test('a key knows its other parties, and not itself', () => {
  const key = keyNo(1);
  expect([...key.peers.keys()]).toEqual(['node-2', 'node-3']);
  expect(key.seats).toBe(3);
});

test('attack 34: keys have room for so many parties, and the one used longest ago makes room', () => {
  const keys = new StockedKeys();
  const all = Array.from({ length: ROOM }, (_, i) => keyNo(i));
  for (const key of all) expect(keys.touch(key)).toEqual([]);
  const [first, second] = all;
  const late = keyNo(ROOM);
  if (!first || !second) throw new Error('two keys');
  expect(keys.hasRoomFor(late)).toBe(false);
  expect(keys.touch(first)).toEqual([]);
  expect(keys.touch(late)).toEqual([second]);
  expect([keys.find(first.id), keys.find(second.id), keys.find(late.id)]).toEqual([first, undefined, late]);
  expect(keys.all()).toHaveLength(ROOM);
});

test('batches are kept as long as they are live', () => {
  const key = keyNo(1);
  key.filled({ batch: Uint8Array.of(1), live: [filled(1)], size: 3 });
  key.filled({ batch: Uint8Array.of(2), live: [filled(1), filled(2)], size: 5 });
  expect(key.batches).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
  key.filled({ batch: Uint8Array.of(3), live: [filled(2), filled(3)], size: 4 });
  expect(key.batches).toEqual([Uint8Array.of(2), Uint8Array.of(3)]);
  expect(key.live).toEqual([filled(2), filled(3)]);
  expect(key.size).toBe(4);
});

test('attack 34: everything is given again to a peer once a second at most', () => {
  const key = keyNo(1);
  const answers = [0, 999, 1000, 1001, 2000].map((now) => key.mayAnswer('node-2', now));
  expect(answers).toEqual([true, false, true, false, true]);
  expect(key.mayAnswer('node-3', 2000)).toBe(true);
  // A clock that was set back does not silence anybody for long.
  expect(key.mayAnswer('node-2', -50_000)).toBe(true);
});
