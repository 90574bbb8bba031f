import { tokenAmount } from '../tokens.ts';

/** From here on an allowance is never used up: wallets write 2^256 - 1, and Permit2 2^160 - 1. */
const UNLIMITED = new Set([(1n << 256n) - 1n, (1n << 160n) - 1n]);
const PRACTICALLY_UNLIMITED = 1n << 200n;

export function isUnlimited(units: bigint): boolean {
  return UNLIMITED.has(units) || units >= PRACTICALLY_UNLIMITED;
}

/** How much an allowance is, for a person: none, up to an amount, or without limit. */
export function allowance(units: bigint, chain: number, token: string): string {
  if (units === 0n) return `nothing any more of token ${token}`;
  if (isUnlimited(units)) return `any amount, without limit, of token ${token}`;
  return `up to ${tokenAmount(units, chain, token)}`;
}

export function unlimitedWarning(spender: string): string {
  return `The approval is unlimited: ${spender} can take all of this token that is there, now and later.`;
}
