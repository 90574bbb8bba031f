import type { Description } from '@quorate/requests';
import type { Style } from '../output/style.ts';
import { printable } from './printable.ts';
import { facts } from './table.ts';

/** What is about to be signed, in plain words. The same text that every node derives by itself. */
export function descriptionText(description: Description, style: Style): string {
  const { title, lines, warnings } = description;
  const body = lines.map(({ label, value }) => [printable(label), printable(value)] as const);
  return [
    style.bold(printable(title)),
    facts(body, style, '  '),
    ...warnings.map((warning) => `  ${style.warn(`! ${printable(warning)}`)}`),
  ].join('\n');
}
