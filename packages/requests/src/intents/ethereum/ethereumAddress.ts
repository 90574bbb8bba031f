import { remembering } from '@quorate/tss-core';
import { addr } from 'micro-eth-signer';
import { ecdsaPublicKey } from '../ecdsaPublicKey.ts';
import type { KeyContext } from '../prepared.ts';

/** Of the keys used last: to find y takes longer than all the rest of a short message. */
const MAX_ADDRESSES = 256;
const addressOf = remembering(MAX_ADDRESSES, (publicKey) => addr.fromPublicKey(publicKey));

/** The key's EIP-55 address on every EVM chain. Throws `inconsistent-key`. */
export function ethereumAddress(key: KeyContext): string {
  return addressOf(ecdsaPublicKey(key));
}
