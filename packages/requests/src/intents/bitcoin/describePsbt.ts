import { btc, count, percent } from '../amounts.ts';
import type { Network } from '../intent.ts';
import type { Description, DescriptionLine } from '../prepared.ts';
import type { MoneyFlow, Payment } from './flow.ts';
import { inputName } from './inputName.ts';
import type { ParsedPsbt } from './parsePsbt.ts';
import { psbtWarnings } from './psbtWarnings.ts';
import { validityLines } from './validity.ts';
import { estimatedVsize } from './weight.ts';

/** A PSBT in plain words: who pays whom how much, what comes back, what it costs. */
export function describePsbt(psbt: ParsedPsbt, flow: MoneyFlow, signed: number, network: Network): Description {
  const lines = [
    { label: 'Network', value: `Bitcoin ${network}` },
    ...sourceLines(psbt, flow, signed, network),
    ...flow.payments.map((payment) => paymentLine(payment)),
    { label: 'Returns to this key', value: flow.change === 0n ? 'nothing' : `${btc(flow.change)} (change)` },
    { label: 'In all', value: leaves(flow) },
    { label: 'Fee', value: feeText(psbt, flow) },
    ...validityLines(psbt),
  ];
  return { title: title(flow), lines, warnings: psbtWarnings(psbt, flow, network) };
}

function title(flow: MoneyFlow): string {
  const payees = flow.payments.filter((payment) => payment.target.kind === 'payee');
  const paid = payees.reduce((sum, payment) => sum + payment.amount, 0n);
  const [first] = payees;
  if (flow.foreign.length > 0) return `Take part in a Bitcoin transaction with others: ${leaves(flow)}`;
  if (first === undefined) return `Move bitcoin within this key, for a fee of ${btc(flow.fee)}`;
  const to = first.target.kind === 'payee' && payees.length === 1 ? first.target.name : `${payees.length} outputs`;
  return `Pay ${btc(paid)} to ${to}`;
}

function leaves(flow: MoneyFlow): string {
  const net = flow.fromUs - flow.change;
  return net >= 0n ? `this key gives ${btc(net)}` : `this key receives ${btc(-net)}`;
}

function sourceLines(psbt: ParsedPsbt, flow: MoneyFlow, signed: number, network: Network): DescriptionLine[] {
  const already = signed === 0 ? '' : `, ${signed} of them already signed`;
  const own = `${btc(flow.fromUs)} from ${count(flow.ours.length, 'coin')} of this key${already}`;
  const coins = flow.ours.map((input) => ({ label: 'Spends', value: `${input.outpoint}, ${btc(input.amount)}` }));
  const others = flow.foreign.map((input) => ({
    label: 'Spends (others)',
    value: inputName(psbt.inputs.indexOf(input), input, network),
  }));
  return [{ label: 'Spends in all', value: own }, ...coins, ...others];
}

function paymentLine({ target, amount }: Payment): DescriptionLine {
  if (target.kind === 'payee') return { label: 'Pays', value: `${btc(amount)} to ${target.name}` };
  if (target.kind === 'anchor')
    return { label: 'Anchor', value: `${btc(amount)} that anyone can spend, ${target.name}` };
  const burnt = amount === 0n ? '' : `, and destroys ${btc(amount)}`;
  return { label: 'Writes data', value: `${target.text}${burnt}` };
}

function feeText(psbt: ParsedPsbt, flow: MoneyFlow): string {
  const vsize = estimatedVsize(psbt);
  const share = flow.total === 0n ? '' : `, ${percent(flow.fee, flow.total)} of what is spent`;
  if (vsize === undefined) return `${btc(flow.fee)}${share}`;
  return `${btc(flow.fee)}, about ${(Number(flow.fee) / vsize).toFixed(1)} sat/vB${share}`;
}
