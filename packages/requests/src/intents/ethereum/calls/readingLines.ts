import type { Need } from '../../need.ts';
import type { DescriptionLine } from '../../prepared.ts';
import type { Reading } from './reading.ts';

/** A reading and everything within it, one line each: `Does`, `Does 1`, `Does 1.2`. */
export function readingLines(reading: Reading, label = 'Does'): DescriptionLine[] {
  const prefix = label === 'Does' ? 'Does ' : `${label}.`;
  const inner = reading.inner.flatMap((one, i) => readingLines(one, `${prefix}${i + 1}`));
  return [{ label, value: reading.text }, ...inner];
}

export function warningsOf(reading: Reading): string[] {
  return [...reading.warnings, ...reading.inner.flatMap(warningsOf)];
}

export function needsOf(reading: Reading): Need[] {
  return [...reading.needs, ...reading.inner.flatMap(needsOf)];
}
