import type { Network, NetworkScheme } from '@quorate/requests';

// Repeated here, checked by the compiler, so that `--help` loads no cryptography.
const schemes: Record<NetworkScheme, true> = { 'frost-ed25519': true, 'frost-secp256k1-tr': true };
const networks: Record<Network, true> = { mainnet: true, testnet: true, regtest: true };

export const SCHEME_NAMES: readonly string[] = Object.keys(schemes);
export const NETWORK_NAMES: readonly string[] = Object.keys(networks);
