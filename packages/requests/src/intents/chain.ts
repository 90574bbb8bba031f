import { RequestRejected } from '@quorate/tss-core';
import type { IntentScheme } from './intentScheme.ts';

export const CHAINS = ['bitcoin', 'ethereum', 'solana'] as const;
/** Where a key can be paid. */
export type Chain = (typeof CHAINS)[number];

const CHAINS_OF: Readonly<Record<IntentScheme, readonly Chain[]>> = {
  'ecdsa-secp256k1': ['ethereum', 'bitcoin'],
  'frost-ed25519': ['solana'],
  'frost-secp256k1-tr': ['bitcoin'],
};

/** The chains that keys of a scheme have addresses on. */
export function chainsOf(scheme: IntentScheme): readonly Chain[] {
  return CHAINS_OF[scheme];
}

/**
 * The chain that is meant: `wanted`, or the only one there is. Throws RequestRejected `wrong-chain`, and
 * `ambiguous-chain` where several would do and none is wanted.
 */
export function chainFor(scheme: IntentScheme, wanted: Chain | undefined): Chain {
  const chains = chainsOf(scheme);
  const [first, second] = chains;
  if (wanted !== undefined && chains.includes(wanted)) return wanted;
  if (wanted === undefined && first !== undefined && second === undefined) return first;
  const has = `A key of scheme ${scheme} has addresses on ${chains.join(' and ')}`;
  throw wanted === undefined
    ? new RequestRejected('ambiguous-chain', `${has}.`, `Say which: --chain ${first}.`)
    : new RequestRejected('wrong-chain', `${has}, not on ${wanted}.`, `Choose --chain ${first}, or another key.`);
}
