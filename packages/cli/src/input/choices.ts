import type { BitcoinAddressType, Chain, Network, NetworkScheme } from '@quorate/requests';

// Repeated here, checked by the compiler, so that `--help` loads no cryptography.
const schemes: Record<NetworkScheme, true> = {
  'frost-ed25519': true,
  'frost-secp256k1-tr': true,
  'ecdsa-secp256k1': true,
  'ecdsa-p256': true,
};
const chains: Record<Chain, true> = { bitcoin: true, ethereum: true, solana: true };
const addressTypes: Record<BitcoinAddressType, true> = {
  p2tr: true,
  p2wpkh: true,
  'p2sh-p2wpkh': true,
  p2pkh: true,
};
const networks: Record<Network, true> = { mainnet: true, testnet: true, regtest: true };

export const SCHEME_NAMES: readonly string[] = Object.keys(schemes);
export const CHAIN_NAMES: readonly string[] = Object.keys(chains);
export const ADDRESS_TYPE_NAMES: readonly string[] = Object.keys(addressTypes);
export const NETWORK_NAMES: readonly string[] = Object.keys(networks);
