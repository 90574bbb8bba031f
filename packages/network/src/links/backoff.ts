const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/**
 * How long to wait before the next dial after `failures` failures in a row: nothing after none, then 100 ms doubling up
 * to 5 s, of which the upper half is drawn by `jitter` (0..1) so that members that lost a peer together do not return
 * to it in step.
 */
export function backoffMs(failures: number, jitter: number): number {
  if (failures === 0) return 0;
  const ceiling = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 16));
  return ceiling * (0.5 + jitter / 2);
}
