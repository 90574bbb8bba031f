import type { AttemptView, RequestView } from '@quorate/requests';
import type { Style } from '../output/style.ts';
import { duration } from './duration.ts';
import { isoTime } from './isoTime.ts';
import { printable } from './printable.ts';
import { facts, table } from './table.ts';

/** One request with everything that became of it. */
export function requestText(view: RequestView, style: Style): string {
  const rows: [string, string][] = [
    ['request', view.id],
    ['state', stateText(view, style)],
    ['key', view.keyName],
    ['asked', `${isoTime(view.createdAt)} by ${view.desk}`],
    ['expires', isoTime(view.expiresAt)],
  ];
  if (view.reason !== undefined) rows.push(['reason', printable(view.reason)]);
  if (view.signers) rows.push(['signers', view.signers.join(', ')]);
  if (view.elapsedMs !== undefined) rows.push(['took', duration(view.elapsedMs)]);
  for (const { node, reasons } of view.denials) rows.push([`denied by ${node}`, reasons.map(printable).join('\n')]);
  if (view.attempts.length > 0) rows.push(['attempts', attemptsText(view.attempts, style)]);
  return facts(rows, style);
}

/** One line per attempt: who took part, how it ended, and why. */
export function attemptsText(attempts: readonly AttemptView[], style: Style): string {
  return attempts.map((attempt, i) => `${i + 1}. ${attemptText(attempt, style)}`).join('\n');
}

export function attemptText(attempt: AttemptView, style: Style): string {
  const { signers, outcome, missing, culprits, fault, elapsedMs } = attempt;
  const paint = outcome === 'signed' ? style.good : outcome === 'fault' ? style.bad : style.warn;
  const why = [
    ...(missing.length > 0 ? [`${missing.join(', ')} was silent`] : []),
    ...(culprits.length > 0
      ? [`${culprits.join(', ')} cheated${fault === undefined ? '' : `: ${printable(fault)}`}`]
      : []),
  ];
  const took = elapsedMs === undefined ? '' : ` after ${duration(elapsedMs)}`;
  return `${signers.join(' + ')}: ${paint(outcome)}${took}${why.length > 0 ? ` (${why.join('; ')})` : ''}`;
}

export function requestsTable(views: readonly RequestView[], style: Style): string {
  if (views.length === 0) return 'No requests yet.';
  const rows = views.map((view) => [
    view.id,
    stateText(view, style),
    view.keyName,
    isoTime(view.createdAt),
    String(view.attempts.length),
    view.signers?.join(', ') ?? '-',
  ]);
  return table(['REQUEST', 'STATE', 'KEY', 'ASKED', 'ATTEMPTS', 'SIGNERS'], rows, style);
}

export function stateText({ state }: RequestView, style: Style): string {
  if (state === 'signed') return style.good(state);
  return state === 'pending' ? style.warn(state) : style.bad(state);
}
