import { MAX_BATCH_PAIRS } from '@quorate/tss-core';

/** Nonces per key: filled up to `high` once `low` or fewer are left; none at all if `high` is 0. */
export interface Watermarks {
  readonly low: number;
  readonly high: number;
}

/**
 * How many nonces the next batch adds to a stock; 0 while there are enough.
 * @param missed how many could not be set aside in one batch, though there may be as many in several
 */
export function batchSize({ low, high }: Watermarks, stock: number, missed: number): number {
  if (stock > low && missed === 0) return 0;
  return Math.min(MAX_BATCH_PAIRS, Math.max(high - stock, missed));
}
