import { RequestRejected } from '@quorate/tss-core';
import { bitcoinAddress } from './bitcoin/bitcoinAddress.ts';
import type { BitcoinAddressType } from './bitcoin/ownScripts.ts';
import { type Chain, chainFor } from './chain.ts';
import { ethereumAddress } from './ethereum/ethereumAddress.ts';
import type { Network } from './intent.ts';
import type { KeyContext } from './prepared.ts';
import { solanaAddress } from './solana/solanaKey.ts';

export interface AddressOptions {
  /** Needed where the key has addresses on several. */
  readonly chain?: Chain | undefined;
  /** Of Bitcoin; mainnet unless given. */
  readonly network?: Network | undefined;
  /** Of Bitcoin; BIP-86 P2TR or P2WPKH unless given. */
  readonly type?: BitcoinAddressType | undefined;
}

/**
 * Where the key receives: on Bitcoin by network and type, on Solana in base58, the same on every cluster, on Ethereum by
 * EIP-55, the same on every EVM chain. Throws RequestRejected `ambiguous-chain`, `wrong-chain`, `wrong-address-type`, `inconsistent-key`.
 */
export function addressOf(key: KeyContext, { chain, network = 'mainnet', type }: AddressOptions = {}): string {
  const wanted = chainFor(key.scheme, chain);
  if (wanted === 'bitcoin') return bitcoinAddress(key, network, type);
  if (type !== undefined) throw noTypes(wanted);
  return wanted === 'ethereum' ? ethereumAddress(key) : solanaAddress(key);
}

function noTypes(chain: Chain): RequestRejected {
  return new RequestRejected('wrong-address-type', `Addresses on ${chain} are of one type.`, 'Leave out --type.');
}
