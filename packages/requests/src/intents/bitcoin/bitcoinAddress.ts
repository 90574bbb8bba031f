import { RequestRejected } from '@quorate/tss-core';
import { OutScript } from '@scure/btc-signer/payment.js';
import type { Network } from '../intent.ts';
import type { KeyContext } from '../prepared.ts';
import { addressCoder } from './networks.ts';
import { type BitcoinAddressType, ownScripts } from './ownScripts.ts';

/** Where a key receives bitcoin. Throws RequestRejected `wrong-address-type` for a type that its scheme cannot spend. */
export function bitcoinAddress(key: KeyContext, network: Network, type?: BitcoinAddressType): string {
  const scripts = ownScripts(key);
  const own = type === undefined ? scripts[0] : scripts.find((candidate) => candidate.type === type);
  if (own !== undefined) return addressCoder(network).encode(OutScript.decode(own.script));
  throw new RequestRejected(
    'wrong-address-type',
    `A key of scheme ${key.scheme} cannot spend from ${type} addresses.`,
    `Use --type ${scripts.map((candidate) => candidate.type).join(', ')}.`,
  );
}
