import { decodeCbor, encodeCbor, MAX_BODY_BYTES } from '@quorate/tss-core/wire';
import { expect, test } from 'vitest';
import { MAX_SESSION_FRAME_BYTES, sessionFrameCodec } from './frame.ts';

test('a session frame is two byte strings in a list', () => {
  const frame = encodeCbor(sessionFrameCodec, { session: new Uint8Array(32).fill(1), payload: Uint8Array.of(2, 3) });
  expect(Buffer.from(frame).toString('hex')).toBe(`825820${'01'.repeat(32)}420203`);
});

test('it holds the largest envelope', () => {
  const payload = new Uint8Array(MAX_BODY_BYTES + 1024).fill(7);
  const frame = { session: new Uint8Array(32), payload };
  const encoded = encodeCbor(sessionFrameCodec, frame);
  expect(encoded.length).toBeLessThan(MAX_SESSION_FRAME_BYTES);
  expect(decodeCbor(sessionFrameCodec, encoded, MAX_SESSION_FRAME_BYTES)).toEqual(frame);
});

test('another length of session id is refused', () => {
  const short = encodeCbor(sessionFrameCodec, { session: new Uint8Array(31), payload: new Uint8Array() });
  expect(() => decodeCbor(sessionFrameCodec, short, MAX_SESSION_FRAME_BYTES)).toThrow('expected 32 bytes');
});
