import { ether, gwei } from './ether.ts';
import type { EthereumTransaction } from './parseEthereumTransaction.ts';
import { knownToken } from './tokens.ts';

/** 0.1 of the chain's coin, and 1000 gwei: more than transactions cost outside of the worst hours. */
const HIGH_FEE = 10n ** 17n;
const HIGH_PRICE = 10n ** 12n;

/** What a careful person would want pointed out about a transaction as such. */
export function transactionWarnings(transaction: EthereumTransaction): string[] {
  const { chain, gasLimit, maxFeePerGas, to, value, data } = transaction;
  const fee = gasLimit * maxFeePerGas;
  const warnings: string[] = [];
  if (fee > HIGH_FEE || maxFeePerGas > HIGH_PRICE) {
    warnings.push(`The fee is high: up to ${ether(fee, chain)}, at ${gwei(maxFeePerGas)}.`);
  }
  if (to !== undefined && data.length === 0 && value > 0n && knownToken(chain, to) !== undefined) {
    warnings.push(
      `The recipient is the contract of a token (${knownToken(chain, to)?.symbol}): what is paid to it is usually lost.`,
    );
  }
  return warnings;
}
