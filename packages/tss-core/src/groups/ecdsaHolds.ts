import type { Element, Group } from './ciphersuite.ts';

/** An ECDSA signature as numbers, and what it is said to sign. */
export interface EcdsaClaim {
  readonly r: bigint;
  readonly s: bigint;
  /** 32 bytes, for a group whose order has as many. */
  readonly digest: Uint8Array;
  readonly publicKey: Element;
}

/**
 * SEC1 §4.1.4, with a table for a public key that comes up often: R = (m/s)·G + (r/s)·Y.
 * @returns which of the points with this r it is, as v of public key recovery says it: a signature with that v recovers
 * to Y and to no other key. Undefined if the signature does not hold, or if s is above half the order.
 */
export function ecdsaRecoveryId(group: Group, { r, s, digest, publicKey }: EcdsaClaim): number | undefined {
  const { order } = group;
  if (r <= 0n || r >= order || s <= 0n || s > order / 2n) return undefined;
  const inverse = group.invert(s);
  const ofGenerator = group.generator.multiplyUnsafe(group.reduce(integerOf(digest) * inverse));
  const R = ofGenerator.add(group.multiplyOften(publicKey, group.reduce(r * inverse)));
  if (R.is0()) return undefined;
  const point = coordinateOf(order, group.encodeElement(R));
  return point.r === r ? point.recovery : undefined;
}

/** SEC1 §4.1.3 and §4.1.6: x mod q, with bit 0 of v for an odd y and bit 1 for an x that was not below q. */
export function coordinateOf(order: bigint, compressed: Uint8Array): { r: bigint; recovery: number } {
  const x = integerOf(compressed.subarray(1));
  return { r: x % order, recovery: (compressed[0] === 3 ? 1 : 0) | (x >= order ? 2 : 0) };
}

/** Big-endian. */
export function integerOf(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
