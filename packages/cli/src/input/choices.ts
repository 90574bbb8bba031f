import type { Network } from '@quorate/requests';
import type { SchemeId } from '@quorate/tss-core';

// Repeated here, checked by the compiler, so that `--help` loads no cryptography.
const schemes: Record<SchemeId, true> = { 'frost-ed25519': true, 'frost-secp256k1-tr': true };
const networks: Record<Network, true> = { mainnet: true, testnet: true, regtest: true };

export const SCHEME_NAMES: readonly string[] = Object.keys(schemes);
export const NETWORK_NAMES: readonly string[] = Object.keys(networks);
