import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { base58 } from '@scure/base';
import type { KeyContext } from '../prepared.ts';

/** The key's Solana address. Throws `inconsistent-key` unless the group key is the public key: Ed25519 has no tweak. */
export function solanaAddress(key: KeyContext): string {
  if (key.publicKey.length === 32 && equalBytes(key.groupKey, key.publicKey)) return base58.encode(key.publicKey);
  throw new RequestRejected('inconsistent-key', "The key's public key is not its group key.");
}
