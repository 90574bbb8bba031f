import { p2pkh, p2sh, p2wpkh } from '@scure/btc-signer/payment.js';
import { ecdsaPublicKey } from '../ecdsaPublicKey.ts';
import type { KeyContext } from '../prepared.ts';
import { taprootKey } from './taprootKey.ts';

export const BITCOIN_ADDRESS_TYPES = ['p2tr', 'p2wpkh', 'p2sh-p2wpkh', 'p2pkh'] as const;
/** How an address says what will be asked for when its coins are spent: taproot, and BIP-84, BIP-49, BIP-44. */
export type BitcoinAddressType = (typeof BITCOIN_ADDRESS_TYPES)[number];

/** A scriptPubKey that one key alone can spend. */
export interface OwnScript {
  readonly type: BitcoinAddressType;
  readonly script: Uint8Array;
}

/** Every scriptPubKey that is a key's own; first the one it is paid at unless another is asked for. */
export function ownScripts(key: KeyContext): readonly OwnScript[] {
  if (key.scheme === 'frost-secp256k1-tr') return [{ type: 'p2tr', script: taprootKey(key).script }];
  const publicKey = ecdsaPublicKey(key);
  return [
    { type: 'p2wpkh', script: p2wpkh(publicKey).script },
    { type: 'p2sh-p2wpkh', script: p2sh(p2wpkh(publicKey)).script },
    { type: 'p2pkh', script: p2pkh(publicKey).script },
  ];
}
