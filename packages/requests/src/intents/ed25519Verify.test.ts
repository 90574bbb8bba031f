import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { verifyEd25519 } from './ed25519Verify.ts';
import { ed25519TestKey } from './fixtures/keys.ts';

const key = ed25519TestKey(1);
const message = Uint8Array.of(1, 2, 3);
const signature = key.sign(message);
const { publicKey } = key.context;
const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

/** A point of order 8. */
const torsion = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');

test('a good signature verifies, and only for its message and key', () => {
  expect(verifyEd25519(signature, message, publicKey)).toBe(true);
  expect(verifyEd25519(signature, Uint8Array.of(1), publicKey)).toBe(false);
  expect(verifyEd25519(signature, message, ed25519TestKey(2).context.publicKey)).toBe(false);
});

test('wrong lengths are false, not errors', () => {
  expect(verifyEd25519(signature.subarray(1), message, publicKey)).toBe(false);
  expect(verifyEd25519(signature, message, publicKey.subarray(1))).toBe(false);
  expect(verifyEd25519(new Uint8Array(), message, new Uint8Array())).toBe(false);
});

test('s at or above the order is refused', () => {
  const s = signature.subarray(32).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const malleable = Uint8Array.from([...signature.subarray(0, 32), ...littleEndian(s + ORDER)]);
  expect(verifyEd25519(malleable, message, publicKey)).toBe(false);
});

test('points of small or mixed order are refused, though the cofactored equation holds', () => {
  const smallOrder = torsion.toBytes();
  const allZero = Uint8Array.from([...Point.ZERO.toBytes(), ...new Uint8Array(32)]);
  expect(verifyEd25519(allZero, message, smallOrder)).toBe(false);
  expect(verifyEd25519(allZero, message, Point.ZERO.toBytes())).toBe(false);
  const mixed = Point.fromBytes(publicKey).add(torsion).toBytes();
  expect(verifyEd25519(signature, message, mixed)).toBe(false);
  const mixedR = Point.fromBytes(signature.subarray(0, 32)).add(torsion).toBytes();
  expect(verifyEd25519(Uint8Array.from([...mixedR, ...signature.subarray(32)]), message, publicKey)).toBe(false);
});

test('a point in another encoding than the canonical one is refused', () => {
  // y = 1 + p encodes the identity a second time.
  const nonCanonical = littleEndian(2n ** 255n - 19n + 1n);
  expect(verifyEd25519(signature, message, nonCanonical)).toBe(false);
});
