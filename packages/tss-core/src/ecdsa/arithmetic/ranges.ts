import { abs } from './integers.ts';

/** Whether value is in ±2^bits, both ends included. */
export function isWithin(value: bigint, bits: number): boolean {
  return isWithinScaled(value, bits, 1n);
}

/** Whether value is in ±2^bits·scale, both ends included. */
export function isWithinScaled(value: bigint, bits: number, scale: bigint): boolean {
  return abs(value) <= scale << BigInt(bits);
}
