/** The last moment that a Date can show: beyond it nobody means a date. */
const LAST = 253_402_300_799n;

/** A deadline in Unix seconds, for a person: `until 2027-01-01T00:00:00Z`. */
export function deadlineText(seconds: bigint): string {
  if (seconds > LAST) return 'at any time, without a deadline';
  return `until ${new Date(Number(seconds) * 1000).toISOString().replace('.000', '')}`;
}
