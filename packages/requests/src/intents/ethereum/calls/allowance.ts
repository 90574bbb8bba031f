import { tokenAmount } from '../tokens.ts';
import type { Effects } from './reading.ts';

/** From here on an allowance is never used up: wallets write 2^256 - 1, and Permit2 2^160 - 1. */
const UNLIMITED = new Set([(1n << 256n) - 1n, (1n << 160n) - 1n]);
const PRACTICALLY_UNLIMITED = 1n << 200n;

function isUnlimited(units: bigint): boolean {
  return UNLIMITED.has(units) || units >= PRACTICALLY_UNLIMITED;
}

/** How much an allowance is, for a person: none, up to an amount, or without limit. */
export function allowance(units: bigint, chain: number, token: string): string {
  if (units === 0n) return `nothing any more of token ${token}`;
  if (isUnlimited(units)) return `any amount, without limit, of token ${token}`;
  return `up to ${tokenAmount(units, chain, token)}`;
}

/** Who may take something by an allowance, and a warning where it has no limit. `name` writes the spender for a person. */
export function allowanceEffects(units: bigint, spender: string, name: string): Required<Effects> {
  const warning = `The approval is unlimited: ${name} can take all of this token that is there, now and later.`;
  return { warnings: isUnlimited(units) ? [warning] : [], recipients: units === 0n ? [] : [spender] };
}
