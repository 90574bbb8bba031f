import { usage } from '../output/failure.ts';

/** What an amount can be counted in: its units by name, each with its decimals, down to the indivisible one with none. */
export type Currency = Readonly<Record<string, number>>;

export const ETHER = { wei: 0, gwei: 9, eth: 18 } as const satisfies Currency;
export const BITCOIN = { sat: 0, btc: 8 } as const satisfies Currency;
export const SOLANA = { lamports: 0, sol: 9 } as const satisfies Currency;

export interface AmountOptions<C extends Currency> {
  /** What the user wrote it for: `--value`. */
  readonly option: string;
  readonly currency: C;
  /** What a number without a unit is counted in; left out, it is refused. */
  readonly bareUnit?: keyof C & string;
}

/** Longer than any amount that fits 256 bits. */
const MAX_LENGTH = 100;
const FORMAT = /^(0|[1-9][0-9]*)(?:\.([0-9]+))? ?([A-Za-z]+)?$/;
/** A bare number as long as this is more ether, bitcoin or gwei per gas than there is: it was meant in a smaller unit. */
const BARE_DIGITS = 9;

/**
 * An amount as people write it, in the currency's indivisible unit: `1.5`, `1.5 ETH`, `200gwei`, `1500 sat`. Exact: no
 * floating point takes part. Throws Failure `usage` for whatever could be read in two ways, or not at all.
 */
export function parseAmount<C extends Currency>(text: string, options: AmountOptions<C>): bigint {
  const { option, currency, bareUnit } = options;
  const [, whole, fraction = '', written] = text.length > MAX_LENGTH ? [] : (FORMAT.exec(text) ?? []);
  if (whole === undefined) throw refused(text, problemOf(text), options);
  const unit = written?.toLowerCase() ?? bareUnit;
  if (unit === undefined) throw refused(text, 'has no unit', options);
  const decimals = Object.hasOwn(currency, unit) ? currency[unit] : undefined;
  if (decimals === undefined) throw refused(text, `has the unknown unit ${JSON.stringify(written)}`, options);
  if (written === undefined && decimals > 0 && whole.length > BARE_DIGITS) {
    throw usage(
      `${option} ${whole} without a unit would be that many ${bareUnit}, which cannot be meant`,
      `Write the unit: ${whole}${Object.keys(currency)[0]}, or ${whole}${bareUnit} if you do mean it.`,
    );
  }
  if (fraction.length > decimals) {
    const most = decimals === 0 ? 'none' : `at most ${decimals}`;
    throw refused(text, `has too many decimals: ${unit} takes ${most}`, options);
  }
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

function problemOf(text: string): string {
  if (text.trim() === '') return 'is empty';
  if (text.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  if (/^\s*-/.test(text)) return 'is negative';
  if (/[0-9][,_'’\s]+[0-9]/.test(text)) return 'has a separator between its digits';
  if (/^[0-9.]+e[+-]?[0-9]/i.test(text)) return 'has an exponent';
  if (/^0x/i.test(text)) return 'is hexadecimal';
  if (/^0[0-9]/.test(text)) return 'has a leading zero';
  return 'is not an amount';
}

function refused<C extends Currency>(text: string, problem: string, options: AmountOptions<C>): Error {
  const { option, currency, bareUnit } = options;
  const units = Object.keys(currency);
  const bare = bareUnit === undefined ? '' : ` (${bareUnit} if none)`;
  return usage(
    `${option} ${JSON.stringify(text.slice(0, MAX_LENGTH))} ${problem}`,
    `Write plain digits, a point before decimals, and one of ${units.join(', ')}${bare}: 15${bareUnit ?? units[0]}.`,
  );
}
