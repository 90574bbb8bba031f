import { Address } from '@scure/btc-signer/payment.js';
import { type BTC_NETWORK, NETWORK, TEST_NETWORK } from '@scure/btc-signer/utils.js';
import type { Network } from '../intent.ts';

const PARAMETERS: Readonly<Record<Network, BTC_NETWORK>> = {
  mainnet: NETWORK,
  testnet: TEST_NETWORK,
  regtest: { ...TEST_NETWORK, bech32: 'bcrt' },
};

/** Writes and reads addresses of a network. */
export function addressCoder(network: Network): ReturnType<typeof Address> {
  return Address(PARAMETERS[network]);
}
