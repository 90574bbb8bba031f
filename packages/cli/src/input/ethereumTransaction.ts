import { checksummed, serializeEthereumTransaction } from '@quorate/requests';
import { usage } from '../output/failure.ts';
import { parseHex } from './base64.ts';
import { ETHER, parseAmount } from './parseAmount.ts';

/** What `sign ethereum` is told instead of a whole transaction; every amount as it was typed. */
export interface EthereumOptions {
  readonly to?: string | undefined;
  readonly value?: string | undefined;
  readonly chain?: number | undefined;
  readonly nonce?: bigint | undefined;
  readonly maxFee?: string | undefined;
  readonly priorityFee?: string | undefined;
  readonly gas?: bigint | undefined;
  readonly data?: string | undefined;
}

/** What a payment costs that runs no code. */
const PAYMENT_GAS = 21_000n;
const DEFAULT_PRIORITY_FEE = '1gwei';
/** Amounts of the EVM have 256 bits. */
const MOST_WEI = 2n ** 256n - 1n;
/** EIP-2681. */
const LAST_NONCE = 2n ** 64n - 2n;

/**
 * The transaction that the options describe, serialized for signing. Nothing is looked up on a chain, so nonce and fee must
 * be said, and the gas as well where code runs. Throws Failure `usage`.
 */
export function ethereumTransaction(options: EthereumOptions): Uint8Array {
  const { chain, nonce } = options;
  if (chain === undefined) throw missing('--chain', 'Name the chain by its number: --chain 1 is Ethereum mainnet.');
  if (nonce === undefined)
    throw missing('--nonce', 'Ask the chain: eth_getTransactionCount of the address of the key.');
  if (nonce > LAST_NONCE)
    throw usage(`--nonce ${nonce} is beyond the last one that an account can have, ${LAST_NONCE}`);
  const data = calldata(options.data);
  const maxFeePerGas = maxFee(options.maxFee);
  return serializeEthereumTransaction({
    chain,
    nonce,
    to: recipient(options.to),
    value: value(options.value, data),
    data,
    gasLimit: gasLimit(options.gas, data),
    maxFeePerGas,
    priorityFeePerGas: priorityFee(options.priorityFee, maxFeePerGas),
  });
}

function recipient(to: string | undefined): string {
  if (to === undefined) throw missing('--to', 'To create a contract, give the whole transaction by --tx.');
  const address = checksummed(to);
  if (address !== undefined) return address;
  const isHex = /^0x[0-9a-fA-F]{40}$/.test(to);
  throw usage(
    `--to ${JSON.stringify(to.slice(0, 100))} ${isHex ? 'has a wrong checksum: a digit is mistyped' : 'is not an address'}`,
    isHex ? 'Copy it again from its source.' : 'Write 0x and 40 hex digits; names are not looked up.',
  );
}

function value(text: string | undefined, data: Uint8Array): bigint {
  if (text !== undefined) return amount('--value', text, 'eth');
  if (data.length > 0) return 0n;
  throw missing('--value', 'Write how much is paid, in ETH or with a unit: --value 1.5.');
}

function calldata(text: string | undefined): Uint8Array {
  if (text === undefined || text === '0x') return new Uint8Array();
  const data = text.startsWith('0x') ? parseHex(text.slice(2)) : undefined;
  if (data !== undefined) return data;
  throw usage('--data is not calldata', 'Write 0x and an even number of hex digits.');
}

function gasLimit(gas: bigint | undefined, data: Uint8Array): bigint {
  if (gas !== undefined) return gas;
  if (data.length === 0) return PAYMENT_GAS;
  throw missing('--gas', 'What code costs cannot be known offline: ask eth_estimateGas.');
}

function maxFee(text: string | undefined): bigint {
  if (text !== undefined) return amount('--max-fee', text, 'gwei');
  throw missing('--max-fee', 'Write the most you pay per gas, in gwei or with a unit: --max-fee 30.');
}

function priorityFee(text: string | undefined, maxFeePerGas: bigint): bigint {
  const fee = amount('--priority-fee', text ?? DEFAULT_PRIORITY_FEE, 'gwei');
  if (fee <= maxFeePerGas) return fee;
  if (text === undefined) return maxFeePerGas;
  throw usage('--priority-fee is more than --max-fee, which includes it', 'Lower the one, or raise the other.');
}

/** In wei. */
function amount(option: string, text: string, bareUnit: keyof typeof ETHER): bigint {
  const wei = parseAmount(text, { option, currency: ETHER, bareUnit });
  if (wei <= MOST_WEI) return wei;
  throw usage(`${option} ${text} is more than fits in a transaction, 2^256 - 1 wei`, 'Check the digits and the unit.');
}

function missing(option: string, hint: string): Error {
  return usage(`${option} is needed`, hint);
}
