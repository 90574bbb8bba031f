import { stripVTControlCharacters } from 'node:util';
import type { Style } from '../output/style.ts';

const GAP = '  ';

function width(cell: string): number {
  return [...stripVTControlCharacters(cell)].length;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, c) => Math.max(...rows.map((row) => width(row[c] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, c) => cell + ' '.repeat((widths[c] ?? 0) - width(cell)))
      .join(GAP)
      .trimEnd(),
  );
}

/** Columns under dim headings, one line per row. Cells may be styled; they must be printable already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  const [heading = '', ...lines] = aligned([head, ...rows]);
  return [style.dim(heading), ...lines].join('\n');
}

/** `label  value` lines, the values below each other. A value of several lines is continued under itself. */
export function facts(pairs: readonly (readonly [label: string, value: string])[], style: Style, indent = ''): string {
  const labels = Math.max(0, ...pairs.map(([label]) => width(label)));
  const continued = `\n${indent}${' '.repeat(labels)}${GAP}`;
  return pairs
    .map(([label, value]) => {
      const padding = ' '.repeat(labels - width(label));
      return `${indent}${style.dim(label)}${padding}${GAP}${value.replaceAll('\n', continued)}`;
    })
    .join('\n');
}
