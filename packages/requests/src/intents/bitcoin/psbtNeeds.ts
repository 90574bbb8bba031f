import type { Need } from '../need.ts';
import type { MoneyFlow } from './flow.ts';
import type { ParsedPsbt } from './parsePsbt.ts';
import { smallestVsize } from './weight.ts';

/** What rules have a say in: the fee, and where anything goes that does not return to the key. */
export function psbtNeeds(psbt: ParsedPsbt, flow: MoneyFlow): readonly Need[] {
  const destinations = flow.payments.map(({ target }) => (target.kind === 'data' ? 'data' : target.name));
  return [
    { kind: 'bitcoin-fee', sat: flow.fee, vsize: smallestVsize(psbt) },
    ...[...new Set(destinations)].map((destination) => ({ kind: 'bitcoin-destination', destination }) as const),
  ];
}
