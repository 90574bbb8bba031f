import { p256 } from '@noble/curves/nist.js';
import { ethHex } from 'micro-eth-signer';
import { ecdsaPublicKey } from './ecdsaPublicKey.ts';
import type { KeyContext } from './prepared.ts';

/** A public key on P-256 as contracts are told it, which know the key by nothing else: `0x` and 64 hex digits each. */
export interface P256Point {
  readonly x: string;
  readonly y: string;
}

/** The point of an ecdsa-p256 key. Throws `inconsistent-key`. */
export function p256Point(key: KeyContext): P256Point {
  const uncompressed = p256.Point.fromBytes(ecdsaPublicKey(key)).toBytes(false);
  return { x: ethHex.encode(uncompressed.subarray(1, 33)), y: ethHex.encode(uncompressed.subarray(33)) };
}
