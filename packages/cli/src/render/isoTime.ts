/** Unix seconds as `2027-03-01 12:00:00Z`. */
export function isoTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace('T', ' ').replace(/\.\d+/, '');
}
