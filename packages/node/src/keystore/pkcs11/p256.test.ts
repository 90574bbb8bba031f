import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { acceptedSignature, compressedPoint } from './p256.ts';

const secret = new Uint8Array(32).fill(7);
const publicKey = p256.getPublicKey(secret, true);
const message = new TextEncoder().encode('an approval');
const { r, s } = p256.Signature.fromBytes(p256.sign(sha256(message), secret, { prehash: false, lowS: true }));
const low = new p256.Signature(r, s).toBytes('compact');
const high = new p256.Signature(r, p256.Point.Fn.neg(s)).toBytes('compact');

test('either half of s is accepted, and becomes the lower one', () => {
  expect(acceptedSignature(low, message, publicKey)).toEqual(low);
  expect(acceptedSignature(high, message, publicKey)).toEqual(low);
});

test.each([
  ['over another message', low, new Uint8Array(3)],
  ['of zeros', new Uint8Array(64), message],
  ['of another length', low.subarray(1), message],
  [
    'whose s is the order of the group',
    concatBytes(low.subarray(0, 32), p256.Point.Fn.toBytes(1n).fill(0xff)),
    message,
  ],
])('a signature %s is not used', (_, signature, about) => {
  expect(() => acceptedSignature(signature, about, publicKey)).toThrow('does not verify under its own key');
});

test('a point is read bare and in its octet string, and nothing else is', () => {
  const bare = p256.Point.fromBytes(publicKey).toBytes(false);
  expect(compressedPoint(bare)).toEqual(publicKey);
  expect(compressedPoint(concatBytes(Uint8Array.of(4, 65), bare))).toEqual(publicKey);
  expect(compressedPoint(bare.map((byte, i) => (i === 64 ? byte ^ 1 : byte)))).toBeUndefined();
  expect(compressedPoint(new Uint8Array())).toBeUndefined();
});
