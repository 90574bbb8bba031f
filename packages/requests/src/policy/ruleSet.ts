import { KEY_NAME, NODE_ID } from '@quorate/tss-core';
import { type Codec, choice, list, literal, mapped, nullable, struct, text } from '@quorate/tss-core/wire';
import { z } from 'zod';
import { INTENT_KINDS, type IntentKind } from '../intents/intent.ts';
import { everyOr } from '../schema/everyOr.ts';
import { keyName, memberId } from '../schema/fields.ts';
import { type BitcoinRules, bitcoinRulesCodec, bitcoinRulesSchema } from './bitcoinRules.ts';
import { type EthereumRules, ethereumRulesCodec, ethereumRulesSchema } from './ethereumRules.ts';

export const RULES_TAG = 'quorate/rules/1';

/** Allows what matches all of it. */
export interface AllowRule {
  readonly desks: '*' | readonly string[];
  /** Names of keys. */
  readonly keys: '*' | readonly string[];
  readonly intents: '*' | readonly IntentKind[];
  /** Where Ethereum takes more than that. Left out, it is DEFAULT_ETHEREUM_RULES. */
  readonly ethereum?: EthereumRules | undefined;
  /** What Bitcoin's transactions may do. Left out, it is DEFAULT_BITCOIN_RULES. */
  readonly bitcoin?: BitcoinRules | undefined;
}

/** One node's rules: what no rule allows is denied. */
export interface RuleSet {
  readonly version: 1;
  readonly name: string;
  /** For people: shown by `status` beside the node. */
  readonly description: string;
  readonly allow: readonly AllowRule[];
}

const MAX_NAMES = 1024;
const names = <T extends string>(item: z.ZodType<T>, what: string) =>
  z.union([z.literal('*'), z.array(item).max(MAX_NAMES)], { error: `expected "*" or a list of ${what}` });

export const ruleSetSchema: z.ZodType<RuleSet> = z.strictObject({
  version: z.literal(1),
  name: memberId,
  description: z.string().max(500),
  allow: z
    .array(
      z.strictObject({
        desks: names(memberId, 'desk ids'),
        keys: names(keyName, 'key names'),
        intents: names(z.enum(INTENT_KINDS), `intents (${INTENT_KINDS.join(', ')})`),
        ethereum: ethereumRulesSchema.exactOptional(),
        bitcoin: bitcoinRulesSchema.exactOptional(),
      }),
    )
    .max(256),
});

/** What a rule may leave out, which is null on the wire. */
function optional<T>(codec: Codec<T>): Codec<T | undefined> {
  return mapped(
    nullable(codec),
    (wire) => wire ?? undefined,
    (rules) => rules ?? null,
  );
}

export const ruleSetCodec: Codec<RuleSet> = struct<RuleSet>({
  version: literal(1),
  name: text(32, NODE_ID),
  description: text(500),
  allow: list(
    struct<AllowRule>({
      desks: everyOr(list(text(32, NODE_ID), { max: MAX_NAMES })),
      keys: everyOr(list(text(48, KEY_NAME), { max: MAX_NAMES })),
      intents: everyOr(list(choice(...INTENT_KINDS), { max: MAX_NAMES })),
      ethereum: optional(ethereumRulesCodec),
      bitcoin: optional(bitcoinRulesCodec),
    }),
    { max: 256 },
  ),
});
