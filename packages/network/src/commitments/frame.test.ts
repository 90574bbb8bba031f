import { MAX_SIGNED_BATCH_BYTES } from '@quorate/tss-core';
import { DecodeError, decodeCbor, encodeCbor } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import {
  type CommitmentsFrame,
  commitmentsFrameCodec,
  commitmentsProtocolLimits,
  MAX_COMMITMENTS_FRAME_BYTES,
  MAX_LIVE_BATCHES,
} from './frame.ts';

const filled = (byte: number) => new Uint8Array(32).fill(byte);
const stock = { key: filled(1), epoch: 1, live: [filled(2)], batch: Uint8Array.of(1, 2, 3) };
const encoded = (frame: CommitmentsFrame) => encodeCbor(commitmentsFrameCodec, frame);
const decoded = (bytes: Uint8Array) => decodeCbor(commitmentsFrameCodec, bytes, MAX_COMMITMENTS_FRAME_BYTES);

test.each<CommitmentsFrame>([
  { kind: 'stock', value: stock },
  { kind: 'stock', value: { ...stock, live: [], batch: null } },
  { kind: 'want', value: { key: filled(1) } },
])('a frame survives the wire: %o', (frame) => {
  expect(decoded(encoded(frame))).toEqual(frame);
});

test('the largest frame fits into the limit of its protocol', () => {
  const live = Array.from({ length: MAX_LIVE_BATCHES }, () => filled(2));
  const largest = { key: filled(1), epoch: 0xffffffff, live, batch: new Uint8Array(MAX_SIGNED_BATCH_BYTES) };
  const bytes = encoded({ kind: 'stock', value: largest });
  expect(bytes.length).toBeLessThanOrEqual(commitmentsProtocolLimits.maxFrameBytes);
  expect(decoded(bytes)).toEqual({ kind: 'stock', value: largest });
});

test.each<[string, Partial<typeof stock>]>([
  ['a key of another length', { key: new Uint8Array(31) }],
  ['too many live batches', { live: Array.from({ length: MAX_LIVE_BATCHES + 1 }, () => filled(2)) }],
  ['an id of another length', { live: [new Uint8Array(33)] }],
  ['an empty batch', { batch: new Uint8Array() }],
  ['a batch that is too large', { batch: new Uint8Array(MAX_SIGNED_BATCH_BYTES + 1) }],
])('%s does not decode', (_, change) => {
  expect(() => decoded(encoded({ kind: 'stock', value: { ...stock, ...change } }))).toThrow(DecodeError);
});
