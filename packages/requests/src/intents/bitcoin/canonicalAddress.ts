import { NETWORKS } from '../intent.ts';
import { addressCoder } from './networks.ts';

/** An address of any Bitcoin network as Quorate writes it, bech32 in lower case; undefined when it is none. */
export function canonicalAddress(text: string): string | undefined {
  for (const network of NETWORKS) {
    try {
      const coder = addressCoder(network);
      return coder.encode(coder.decode(text));
    } catch {
      // It may be one of another network.
    }
  }
  return undefined;
}
