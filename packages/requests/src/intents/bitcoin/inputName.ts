import { btc } from '../amounts.ts';
import type { Network } from '../intent.ts';
import { outputTarget } from './outputScript.ts';
import type { ParsedInput } from './parsePsbt.ts';

/** What to call an input of somebody else: `input 1 of bc1q…, 0.5 BTC (50000000 sat)`. */
export function inputName(index: number, input: ParsedInput, network: Network): string {
  const target = outputTarget(input.script, network);
  const owner = target === undefined || target.kind === 'data' ? 'an unknown script' : target.name;
  return `input ${index} of ${owner}, ${btc(input.amount)}`;
}
