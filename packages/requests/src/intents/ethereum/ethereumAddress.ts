import { addr } from 'micro-eth-signer';
import { ecdsaPublicKey } from '../ecdsaPublicKey.ts';
import type { KeyContext } from '../prepared.ts';

/** The key's EIP-55 address on every EVM chain. Throws `inconsistent-key`. */
export function ethereumAddress(key: KeyContext): string {
  return addr.fromPublicKey(ecdsaPublicKey(key));
}
