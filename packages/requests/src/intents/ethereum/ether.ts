import { decimal } from '../amounts.ts';
import { coinOf } from './chains.ts';

/** An amount of the chain's own coin for a person: `1.5 ETH (1500000000000000000 wei)`. */
export function ether(wei: bigint, chain: number): string {
  return `${decimal(wei, 18)} ${coinOf(chain)} (${wei} wei)`;
}

/** A price per gas: `30 gwei`. */
export function gwei(wei: bigint): string {
  return `${decimal(wei, 9)} gwei`;
}
