import { RequestRejected } from '@quorate/tss-core';
import type { NetworkScheme } from './networkScheme.ts';

export const CHAINS = ['bitcoin', 'ethereum', 'solana'] as const;
/** Where a key can be paid. */
export type Chain = (typeof CHAINS)[number];

const CHAINS_OF: Readonly<Record<NetworkScheme, readonly Chain[]>> = {
  'ecdsa-p256': [],
  'ecdsa-secp256k1': ['ethereum', 'bitcoin'],
  'frost-ed25519': ['solana'],
  'frost-secp256k1-tr': ['bitcoin'],
};

/** The chains that keys of a scheme have addresses on: none where only contracts know them. */
export function chainsOf(scheme: NetworkScheme): readonly Chain[] {
  return CHAINS_OF[scheme];
}

/**
 * The chain that is meant: `wanted`, or the only one there is. Throws RequestRejected `wrong-chain`, `no-address` where
 * there is none, and `ambiguous-chain` where several would do and none is wanted.
 */
export function chainFor(scheme: NetworkScheme, wanted: Chain | undefined): Chain {
  const chains = chainsOf(scheme);
  const [first, second] = chains;
  if (first === undefined) throw noAddress(scheme);
  if (wanted !== undefined && chains.includes(wanted)) return wanted;
  if (wanted === undefined && second === undefined) return first;
  const has = `A key of scheme ${scheme} has addresses on ${chains.join(' and ')}`;
  throw wanted === undefined
    ? new RequestRejected('ambiguous-chain', `${has}.`, `Say which: --chain ${first}.`)
    : new RequestRejected('wrong-chain', `${has}, not on ${wanted}.`, `Choose --chain ${first}, or another key.`);
}

function noAddress(scheme: NetworkScheme): RequestRejected {
  return new RequestRejected(
    'no-address',
    `A key of scheme ${scheme} has no address of its own: contract accounts know it by its public key.`,
    'The address is that of the contract; `quorate key show` prints the x and y to tell it.',
  );
}
