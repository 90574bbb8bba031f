import { invert } from './divisibility.ts';
import { mod } from './integers.ts';

/** The integer in 0..a·b-1 that is x mod a and y mod b. */
export type Combine = (x: bigint, y: bigint) => bigint;

/** The Chinese remainder theorem for two coprime moduli (Garner). */
export function chineseRemainder(a: bigint, b: bigint): Combine {
  const inverseOfA = invert(a, b);
  return (x, y) => x + a * mod((y - x) * inverseOfA, b);
}
