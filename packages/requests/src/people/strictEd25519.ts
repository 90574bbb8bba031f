import { ed25519 } from '@noble/curves/ed25519.js';
import { ciphersuite, equalBytes } from '@quorate/tss-core';
import { toHex } from '../schema/encoding.ts';

/** Whether the bytes are the canonical encoding of a point of prime order: neither small, mixed nor the identity. */
export function isStrictPoint(encoded: Uint8Array): boolean {
  if (encoded.length !== 32) return false;
  try {
    const point = ed25519.Point.fromBytes(encoded, false);
    return !point.is0() && point.isTorsionFree() && equalBytes(point.toBytes(), encoded);
  } catch {
    return false;
  }
}

/**
 * Verifies Ed25519 so that every implementation agrees: RFC 8032 with canonical A and R of prime order and s < L, by the
 * cofactorless equation. R is not looked at by itself: it is what follows from s and A, which have prime order.
 */
export function verifyStrict(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  const key = knownKey(publicKey);
  return key !== undefined && suite.verifyUnder(key, signature, message);
}

const suite = ciphersuite('frost-ed25519');
type Key = ReturnType<typeof suite.group.decodeElement>;

/** Public keys that were checked, with what their use prepares: a cluster has few people, who ask often. */
const MAX_KNOWN_KEYS = 256;
const knownKeys = new Map<string, Key>();

function knownKey(encoded: Uint8Array): Key | undefined {
  const name = toHex(encoded);
  const known = knownKeys.get(name);
  if (known) return known;
  if (!isStrictPoint(encoded)) return undefined;
  const key = suite.group.decodeElement(encoded);
  for (const oldest of knownKeys.keys()) {
    if (knownKeys.size < MAX_KNOWN_KEYS) break;
    knownKeys.delete(oldest);
  }
  knownKeys.set(name, key);
  return key;
}
