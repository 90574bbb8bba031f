import { TOKENS } from 'micro-eth-signer/abi.js';
import { decimal } from '../amounts.ts';
import { MAINNET } from './chains.ts';

export interface KnownToken {
  readonly symbol: string;
  readonly decimals: number;
}

/** The token, if it is one of those that micro-eth-signer lists: all of them on mainnet. */
export function knownToken(chain: number, address: string): KnownToken | undefined {
  return chain === MAINNET ? TOKENS[address.toLowerCase()] : undefined;
}

/**
 * An amount of an ERC-20 token. Symbol and decimals are a list's word, never the chain's, and are marked so; without
 * them it is the raw amount.
 */
export function tokenAmount(units: bigint, chain: number, address: string): string {
  const token = knownToken(chain, address);
  if (token === undefined) return `${units} units of token ${address}`;
  return `${decimal(units, token.decimals)} ${token.symbol} (by Quorate's list; ${units} units of token ${address})`;
}
