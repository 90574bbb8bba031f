import { connect } from '../client/connect.ts';
import { outcomeReport } from '../client/requestOutcome.ts';
import { underWay } from '../client/signIntent.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';

/** Longer than any request lives. */
const EIGHT_DAYS_MS = 8 * 86_400_000;

/** `quorate request watch` */
export async function requestWatch(context: Context, id: string): Promise<Report> {
  const { client } = await connect(context);
  const signal = context.interruption();
  const outcome = await client.waitFor(id, {
    until: context.now() + EIGHT_DAYS_MS,
    onView: (view) => context.output.progress(underWay(view)),
    signal,
  });
  const view = outcome.kind !== 'signed' && 'view' in outcome ? outcome.view : undefined;
  const stoppedWatching = signal.aborted && view?.state === 'pending';
  return outcomeReport(context, stoppedWatching ? { kind: 'pending', view } : outcome, id);
}
