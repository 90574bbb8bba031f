import { addressCoder } from './bitcoin/networks.ts';
import { taprootKey } from './bitcoin/taprootKey.ts';
import type { Network } from './intent.ts';
import type { KeyContext } from './prepared.ts';
import { solanaAddress } from './solana/solanaKey.ts';

/**
 * Where the key receives: its BIP-86 P2TR address (bech32m) on the given Bitcoin network, or its Solana address
 * (base58, the same on every cluster).
 */
export function addressOf(key: KeyContext, network: Network = 'mainnet'): string {
  if (key.scheme === 'frost-ed25519') return solanaAddress(key);
  return addressCoder(network).encode({ type: 'tr', pubkey: taprootKey(key).outputKey });
}
