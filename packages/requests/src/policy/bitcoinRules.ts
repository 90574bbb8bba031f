import { type Codec, list, struct, text, uint } from '@quorate/tss-core/wire';
import { z } from 'zod';
import { canonicalAddress } from '../intents/bitcoin/canonicalAddress.ts';
import { everyOr } from '../schema/everyOr.ts';
import { starOr } from '../schema/starOr.ts';

/** What a rule says about Bitcoin beyond its desks, keys and kinds of intents. Each holds of every PSBT alone. */
export interface BitcoinRules {
  /** Where coins may go that do not return to the key: addresses of the request's network, and `data` for data outputs. */
  readonly destinations: '*' | readonly string[];
  /** The highest fee, in sat per vbyte. */
  readonly maxFeeRate: number;
}

/** What holds where a rule says nothing: any destination, and the fee rate above which Bitcoin Core sends nothing. */
export const DEFAULT_BITCOIN_RULES: BitcoinRules = { destinations: '*', maxFeeRate: 10_000 };

/** An ordinary payment would cost more than a bitcoin. */
const MAX_FEE_RATE = 1_000_000;
const MAX_ENTRIES = 1024;
/** Of a P2WSH or P2TR address on regtest there are 64. */
const MAX_ADDRESS_LENGTH = 74;

const destination = z.string({ error: 'expected a Bitcoin address or data' }).transform((given, context) => {
  const written = given === 'data' ? given : canonicalAddress(given);
  if (written !== undefined) return written;
  context.addIssue(`expected a Bitcoin address or data, not ${JSON.stringify(given.slice(0, MAX_ADDRESS_LENGTH))}`);
  return z.NEVER;
});

export const bitcoinRulesSchema: z.ZodType<BitcoinRules> = z.strictObject({
  destinations: starOr(z.array(destination).max(MAX_ENTRIES), 'Bitcoin addresses').default('*'),
  maxFeeRate: z.int().min(1).max(MAX_FEE_RATE).default(DEFAULT_BITCOIN_RULES.maxFeeRate),
});

export const bitcoinRulesCodec: Codec<BitcoinRules> = struct<BitcoinRules>({
  destinations: everyOr(list(text(MAX_ADDRESS_LENGTH), { max: MAX_ENTRIES })),
  maxFeeRate: uint(MAX_FEE_RATE, 1),
});
