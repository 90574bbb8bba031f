import { equalBytes, RequestRejected } from '@quorate/tss-core';
import type { KeyContext } from './prepared.ts';

/**
 * The public key of an ECDSA key of either curve, 33 bytes compressed. Throws `inconsistent-key` unless the group key is the
 * public key: ECDSA has no tweak of its own.
 */
export function ecdsaPublicKey(key: KeyContext): Uint8Array {
  if (key.publicKey.length === 33 && equalBytes(key.groupKey, key.publicKey)) return key.publicKey;
  throw new RequestRejected('inconsistent-key', "The key's public key is not its group key.");
}
