import type { RequestOutcome } from '@quorate/client';
import type { RequestView } from '@quorate/requests';
import { connect } from '../client/connect.ts';
import { outcomeReport } from '../client/requestOutcome.ts';
import { GRACE_MS, tellProgress } from '../client/signIntent.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';

/** `quorate request watch` */
export async function requestWatch(context: Context, id: string): Promise<Report> {
  const { client } = await connect(context);
  // At first, a coordinator that cannot be reached is an answer; later it may only be restarting.
  const now = await client.show(id);
  if (now.kind !== 'pending') return outcomeReport(context, now, id);
  const signal = context.interruption();
  const onView = (view: RequestView) => tellProgress(context, view);
  const outcome = await client.waitFor(id, { until: now.view.expiresAt * 1000 + GRACE_MS, onView, signal });
  return outcomeReport(context, signal.aborted ? stillPending(outcome) : outcome, id);
}

/** Ctrl-C ends the watching and says nothing about the request. */
function stillPending(outcome: RequestOutcome): RequestOutcome {
  const view = outcome.kind !== 'signed' && 'view' in outcome ? outcome.view : undefined;
  return view?.state === 'pending' ? { kind: 'pending', view } : outcome;
}
