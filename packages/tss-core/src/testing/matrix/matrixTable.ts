import type { Manner } from './case.ts';
import type { MatrixRow } from './runMatrix.ts';

const MANNERS: readonly (readonly [Manner, string])[] = [
  ['all', 'signed, to all'],
  ['committed', 'committed to, to all'],
  ['one', 'signed, to one'],
  ['unsigned', 'not signed again'],
];

interface Line {
  readonly place: readonly string[];
  readonly corruptions: string[];
  readonly outcomes: Map<Manner, string>;
}

/**
 * The matrix of one protocol as a Markdown table. Corruptions of a field that end alike share a line; where suites do
 * not, the corruption names its suite.
 * @param suites the rows by the name of the suite they were run with
 */
export function matrixTable(suites: ReadonlyMap<string, readonly MatrixRow[]>): string {
  const lines: Line[] = [];
  for (const row of namingSuites(suites)) addTo(lines, row);
  const used = MANNERS.filter(([manner]) => lines.some(({ outcomes }) => outcomes.has(manner)));
  const header = ['round', 'field', 'corruption', ...used.map(([, title]) => title)];
  return [
    markdownRow(header),
    markdownRow(header.map(() => '---')),
    ...lines.map(({ place, corruptions, outcomes }) =>
      markdownRow([...place, corruptions.join(', '), ...used.map(([manner]) => outcomes.get(manner) ?? '')]),
    ),
  ].join('\n');
}

/** Rows of all suites, each corruption once where all suites that have it end it alike. */
function namingSuites(suites: ReadonlyMap<string, readonly MatrixRow[]>): readonly MatrixRow[] {
  const rows = new Map<string, { row: MatrixRow; suite: string }[]>();
  for (const [suite, ofSuite] of suites) {
    for (const row of ofSuite) {
      const key = [row.round, row.message, row.field, row.corruption].join(' · ');
      rows.set(key, [...(rows.get(key) ?? []), { row, suite }]);
    }
  }
  return [...rows.values()].flatMap((same) => {
    const [first, ...others] = same.map(({ row }) => row);
    if (first !== undefined && others.every(({ outcomes }) => compatible(first.outcomes, outcomes))) {
      return [merged(first, others)];
    }
    return same.map(({ row, suite }) => ({ ...row, corruption: `${row.corruption} (${suite})` }));
  });
}

function merged(first: MatrixRow, others: readonly MatrixRow[]): MatrixRow {
  return { ...first, outcomes: new Map([first, ...others].flatMap(({ outcomes }) => [...outcomes])) };
}

/** Into the first line of its field whose outcomes agree with it, as far as both have been tried. */
function addTo(lines: Line[], { round, message, field, corruption, outcomes }: MatrixRow): void {
  const place = [`${round} ${message}`, field];
  const found = lines.find(
    (line) => line.place.every((part, i) => part === place[i]) && compatible(line.outcomes, outcomes),
  );
  const line: Line = found ?? { place, corruptions: [], outcomes: new Map() };
  if (!found) lines.push(line);
  line.corruptions.push(corruption);
  for (const [manner, outcome] of outcomes) line.outcomes.set(manner, outcome);
}

/** Not every corruption is sent to one receiver alone; in every other manner both must have been tried, or neither. */
function compatible(a: ReadonlyMap<Manner, string>, b: ReadonlyMap<Manner, string>): boolean {
  return MANNERS.every(([manner]) => {
    const [one, other] = [a.get(manner), b.get(manner)];
    return one === other || (manner === 'one' && (one === undefined || other === undefined));
  });
}

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
