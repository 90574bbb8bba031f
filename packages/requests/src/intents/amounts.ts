/** `1500000` with 8 decimals → `0.015`. */
export function decimal(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Satoshi for a person: `0.015 BTC (1500000 sat)`. */
export function btc(sat: bigint): string {
  return `${decimal(sat, 8)} BTC (${sat} sat)`;
}

/** Lamports for a person: `0.000005 SOL (5000 lamports)`. */
export function sol(lamports: bigint): string {
  return `${decimal(lamports, 9)} SOL (${lamports} lamports)`;
}

/** `part` of `whole` in percent with one decimal; `whole` must be positive. */
export function percent(part: bigint, whole: bigint): string {
  return `${decimal((part * 1000n) / whole, 1)} %`;
}

/** `1 coin`, `2 coins`. */
export function count(n: number, noun: string): string {
  return n === 1 ? `1 ${noun}` : `${n} ${noun}s`;
}
