import { btc, percent } from '../amounts.ts';
import type { Network } from '../intent.ts';
import type { MoneyFlow, Payment } from './flow.ts';
import { dustLimit } from './outputScript.ts';
import type { ParsedPsbt } from './parsePsbt.ts';
import { estimatedVsize } from './weight.ts';

/** 0.01 BTC: more than any ordinary payment needs. */
const HIGH_FEE = 1_000_000n;
const HIGH_RATE = 1000;

/** What a careful person would want pointed out about a PSBT. */
export function psbtWarnings(psbt: ParsedPsbt, flow: MoneyFlow, network: Network): string[] {
  const warnings = [...feeWarnings(psbt, flow), ...flow.payments.flatMap((payment) => paymentWarnings(payment))];
  if (flow.foreign.length > 0) {
    warnings.push('Others spend coins in this transaction too: it is complete only when they sign as well.');
  }
  if (network !== 'mainnet') {
    warnings.push(
      `Addresses are written for ${network}, but a Bitcoin signature names no network: it is valid wherever these coins exist.`,
    );
  }
  return warnings;
}

function feeWarnings(psbt: ParsedPsbt, flow: MoneyFlow): string[] {
  const vsize = estimatedVsize(psbt);
  const isLargePart = flow.fee * 20n > flow.total;
  const isHighRate = vsize !== undefined && Number(flow.fee) > HIGH_RATE * vsize;
  if (flow.fee <= HIGH_FEE && !isLargePart && !isHighRate) return [];
  return [`The fee is high: ${btc(flow.fee)}, ${percent(flow.fee, flow.total)} of what is spent.`];
}

function paymentWarnings({ target, amount, script }: Payment): string[] {
  if (target.kind === 'data') {
    const burnt = amount > 0n ? [`${btc(amount)} sent to a data output is lost for ever.`] : [];
    const runes = target.runes
      ? ['A data output of the Runes protocol can move tokens that are tied to the spent coins, not shown here.']
      : [];
    return [...burnt, ...runes];
  }
  if (target.kind === 'anchor' || amount >= dustLimit(script)) return [];
  return [`The payment of ${btc(amount)} to ${target.name} is below the dust limit: most nodes will not relay it.`];
}
