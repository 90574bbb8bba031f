import type { DescriptionLine } from '../prepared.ts';
import type { ParsedPsbt } from './parsePsbt.ts';

/** nLockTime below this is a block height, from it on a Unix time (consensus). */
const LOCKTIME_THRESHOLD = 500_000_000;
const FINAL_SEQUENCE = 0xffffffff;
/** BIP-125: any input below signals that the transaction may be replaced. */
const REPLACEABLE_BELOW = 0xfffffffe;
/** BIP-68. */
const RELATIVE_DISABLED = 0x80000000;
const RELATIVE_IS_TIME = 0x00400000;
const RELATIVE_MASK = 0xffff;

/** When the transaction becomes valid and whether it may be replaced; empty when there is nothing to say. */
export function validityLines(psbt: ParsedPsbt): DescriptionLine[] {
  const lines: DescriptionLine[] = [];
  if (psbt.inputs.some((input) => input.sequence < REPLACEABLE_BELOW)) {
    lines.push({ label: 'Replaceable', value: 'yes, by a transaction with a higher fee (BIP-125)' });
  }
  const { lockTime } = psbt.tx;
  // Consensus ignores the lock time when every input is final.
  if (lockTime > 0 && psbt.inputs.some((input) => input.sequence !== FINAL_SEQUENCE)) {
    lines.push({ label: 'Not valid before', value: absolute(lockTime) });
  }
  psbt.inputs.forEach((input, i) => {
    const wait = psbt.tx.version >= 2 ? relative(input.sequence) : undefined;
    if (wait !== undefined) lines.push({ label: 'Not valid before', value: `the coin of input ${i} is ${wait} old` });
  });
  return lines;
}

function absolute(lockTime: number): string {
  if (lockTime < LOCKTIME_THRESHOLD) return `block ${lockTime}`;
  return new Date(lockTime * 1000).toISOString();
}

function relative(sequence: number): string | undefined {
  // `>>> 0`: bit 31 would make the number negative.
  if ((sequence & RELATIVE_DISABLED) >>> 0 !== 0) return undefined;
  const value = sequence & RELATIVE_MASK;
  if (value === 0) return undefined;
  return (sequence & RELATIVE_IS_TIME) !== 0 ? `${value * 512} seconds` : `${value} blocks`;
}
