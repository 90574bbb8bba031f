import { cpus, loadavg, totalmem, type } from 'node:os';
import type { Measured } from '../support/measure.ts';

/** A row of a table: what was measured, by whom. */
export interface Row {
  readonly title: string;
  readonly measured: ReadonlyMap<string, Measured>;
}

/** Columns are peers, ours first; each cell is minimum and median, and how many times our minimum goes into it. */
export function markdownTable(what: string, peers: readonly string[], rows: readonly Row[]): string {
  const [ours = ''] = peers;
  const cells = rows.map(({ title, measured }) => [
    title,
    ...peers.map((peer) => cell(measured.get(peer), peer === ours ? undefined : measured.get(ours))),
  ]);
  return alignedTable([[what, ...peers], ...cells]);
}

function cell(measured: Measured | undefined, ours: Measured | undefined): string {
  if (!measured) return '–';
  const ratio = ours ? ` (×${ratioText(measured.minimum / ours.minimum)})` : '';
  return `${milliseconds(measured.minimum)} / ${milliseconds(measured.median)}${ratio}`;
}

export function ratioText(ratio: number): string {
  return ratio >= 20 ? ratio.toFixed(0) : ratio.toFixed(ratio >= 10 ? 1 : 2);
}

export function milliseconds(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** The first row is the head; columns after the first are aligned to the right. */
export function alignedTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0), 3));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, c) => (c === 0 ? (row[c] ?? '').padEnd(width) : (row[c] ?? '').padStart(width))).join(' | ')} |`;
  const rule = widths.map((width, c) => (c === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), `| ${rule.join(' | ')} |`, ...body.map(line)].join('\n');
}

/** What it ran on, and how busy that was. */
export function machineLine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()
    .map((average) => average.toFixed(1))
    .join(', ');
  return `${cpu?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${memory} GiB, ${type()}, Node ${process.versions.node}; load averages ${load}`;
}
