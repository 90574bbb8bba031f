import { bool, type Codec, list, mapped, nullable, struct, text, uint } from '@quorate/tss-core/wire';
import { z } from 'zod';
import { checksummed } from '../intents/ethereum/eip55.ts';
import { IDENTIFIER } from '../intents/ethereum/typedData/typedDataSchema.ts';
import { everyOr } from '../schema/everyOr.ts';
import { starOr } from '../schema/starOr.ts';

/** A contract on one chain. */
export interface ContractRule {
  /** EIP-155 id. */
  readonly chain: number;
  /** By EIP-55. */
  readonly address: string;
}

/** One function of one contract, for calldata that Quorate does not read. */
export interface CalldataRule {
  readonly chain: number;
  readonly to: string;
  /** `0x` and four bytes. */
  readonly selector: string;
}

/** One type of typed data for one contract. */
export interface TypedDataRule {
  readonly chain: number;
  readonly contract: string;
  /** Its name: `PackedUserOperation`. */
  readonly type: string;
}

/** What a rule says about Ethereum beyond its desks, keys and kinds of intents. */
export interface EthereumRules {
  /** Where anything may be done at all. */
  readonly chains: '*' | readonly number[];
  /** Contracts that may be called, and that typed data may be for, where Quorate reads what is asked of them. */
  readonly contracts: '*' | readonly ContractRule[];
  /**
   * Who may be paid, in coins or tokens, and who may be allowed to take them; the same addresses on every chain. Where there
   * is a list, typed data that could be paying anybody is refused.
   */
  readonly recipients: '*' | readonly string[];
  /** Functions that may be called unread. */
  readonly unknownCalldata: readonly CalldataRule[];
  /** Code that may act as an account: delegatecalls of Safes, and EIP-7702. Chain 0 is EIP-7702's "every chain". */
  readonly delegates: readonly ContractRule[];
  readonly contractCreation: boolean;
  /** Typed data whose domain names no chain. */
  readonly unboundTypedData: boolean;
  /** Typed data of unknown types with bytes in it, which is signed unread. */
  readonly unreadTypedData: readonly TypedDataRule[];
  /** The most that a transaction may cost, gas limit times price, in the chain's coin; whole gwei. */
  readonly maxFee: number;
  /** The highest price per gas, in gwei. */
  readonly maxFeePerGas: '*' | number;
}

const GWEI_PER_COIN = 1_000_000_000;

/**
 * What holds where a rule says nothing: every call that Quorate reads, and none of the rest, for at most one coin, which is
 * what geth's own limit for its users is (`--rpc.txfeecap`).
 */
export const DEFAULT_ETHEREUM_RULES: EthereumRules = {
  chains: '*',
  contracts: '*',
  recipients: '*',
  unknownCalldata: [],
  delegates: [],
  contractCreation: false,
  unboundTypedData: false,
  unreadTypedData: [],
  maxFee: 1,
  maxFeePerGas: '*',
};

/** Exact for what a rules file may hold. */
export function toGwei(coins: number): number {
  return Math.round(coins * GWEI_PER_COIN);
}

const MAX_ENTRIES = 1024;
const MAX_COINS = 1_000_000;
const MAX_GWEI_PER_GAS = 1_000_000_000_000;

const chainId = z.int({ error: 'expected a chain id, such as 1' }).min(0).max(Number.MAX_SAFE_INTEGER);
// Without quotes YAML reads hex as a number.
const address = z
  .string({ error: 'expected an address in quotes: "0x" and 40 hex digits' })
  .transform((given, context) => {
    const written = checksummed(given);
    if (written !== undefined) return written;
    context.addIssue('expected an address in quotes: "0x" and 40 hex digits, in lower case or with its checksum');
    return z.NEVER;
  });
const selector = z
  .string({ error: 'expected a selector in quotes: "0x" and 8 hex digits' })
  .regex(/^0x[0-9a-f]{8}$/, 'expected a selector in quotes: "0x" and 8 lowercase hex digits');
const typeName = z.string().regex(IDENTIFIER, 'expected the name of a type, such as PackedUserOperation');
const coins = z
  .number({ error: 'expected an amount in coins, such as 0.05' })
  .refine((given) => toGwei(given) >= 1 && given <= MAX_COINS && toGwei(given) / GWEI_PER_COIN === given, {
    error: `expected an amount in coins, from 0.000000001 to ${MAX_COINS}, in whole gwei`,
  });
const contracts = z.array(z.strictObject({ chain: chainId, address })).max(MAX_ENTRIES);

export const ethereumRulesSchema: z.ZodType<EthereumRules> = z.strictObject({
  chains: z
    .union([z.literal('*'), z.array(chainId).max(MAX_ENTRIES)], { error: 'expected "*" or a list of chain ids' })
    .default('*'),
  contracts: starOr(contracts, 'contracts').default('*'),
  recipients: starOr(z.array(address).max(MAX_ENTRIES), 'addresses').default('*'),
  unknownCalldata: z
    .array(z.strictObject({ chain: chainId, to: address, selector }))
    .max(MAX_ENTRIES)
    .default([]),
  delegates: contracts.default([]),
  contractCreation: z.boolean().default(false),
  unboundTypedData: z.boolean().default(false),
  unreadTypedData: z
    .array(z.strictObject({ chain: chainId, contract: address, type: typeName }))
    .max(MAX_ENTRIES)
    .default([]),
  maxFee: coins.default(DEFAULT_ETHEREUM_RULES.maxFee),
  maxFeePerGas: z
    .union([z.literal('*'), z.int().min(1).max(MAX_GWEI_PER_GAS)], { error: 'expected "*" or a whole number of gwei' })
    .default('*'),
});

const addressCodec = text(42, /^0x[0-9a-fA-F]{40}$/);
const contractsCodec = list(struct<ContractRule>({ chain: uint(), address: addressCodec }), { max: MAX_ENTRIES });

export const ethereumRulesCodec: Codec<EthereumRules> = struct<EthereumRules>({
  chains: everyOr(list(uint(), { max: MAX_ENTRIES })),
  contracts: everyOr(contractsCodec),
  recipients: everyOr(list(addressCodec, { max: MAX_ENTRIES })),
  unknownCalldata: list(
    struct<CalldataRule>({ chain: uint(), to: addressCodec, selector: text(10, /^0x[0-9a-f]{8}$/) }),
    { max: MAX_ENTRIES },
  ),
  delegates: contractsCodec,
  contractCreation: bool,
  unboundTypedData: bool,
  unreadTypedData: list(struct<TypedDataRule>({ chain: uint(), contract: addressCodec, type: text(128, IDENTIFIER) }), {
    max: MAX_ENTRIES,
  }),
  maxFee: mapped(uint(), (gwei) => gwei / GWEI_PER_COIN, toGwei),
  maxFeePerGas: mapped(
    nullable(uint()),
    (wire): '*' | number => wire ?? '*',
    (most) => (most === '*' ? null : most),
  ),
});
