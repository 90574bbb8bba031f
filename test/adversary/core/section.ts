import { type MatrixRow, matrixTable, runMatrix } from '@quorate/tss-core/testing';
import { type MatrixProtocol, SUITES } from './protocols.ts';

/** Runs the matrix of one protocol and prints its section of docs/adversary.md. */
export function sectionOf(protocol: MatrixProtocol): string {
  const { suites: schemes = SUITES } = protocol;
  const suites = new Map(
    schemes.map((scheme) => [scheme, runMatrix(protocol.scenario(scheme), protocol.extentOf(scheme))] as const),
  );
  const rows = [...suites.values()].flat();
  return [`## ${protocol.title}`, `${protocol.about} ${summaryOf(rows)}`, matrixTable(suites)].join('\n\n');
}

function summaryOf(rows: readonly MatrixRow[]): string {
  const outcomes = rows.flatMap((row) => [...row.outcomes.values()]);
  const count = (start: string) => outcomes.filter((outcome) => outcome.startsWith(start)).length;
  return `Of ${outcomes.length} runs ${count('**')} convict party 2, ${count('unblamed')} end unblamed, and ${count('no effect')} end as if nothing had happened.`;
}
