import { connect } from '../client/connect.ts';
import { requestJson, signedJson } from '../client/requestJson.ts';
import { outcomeReport } from '../client/requestOutcome.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
import type { Report } from '../output/output.ts';

/** `quorate request cancel` */
export async function requestCancel(context: Context, id: string): Promise<Report> {
  const { client } = await connect(context);
  const outcome = await client.cancel(id);
  if (outcome.kind === 'signed') {
    throw new Failure(
      EXIT.failed,
      'already-signed',
      `too late: request ${id} is signed already`,
      undefined,
      signedJson(outcome),
    );
  }
  if (outcome.kind === 'failed' && outcome.view?.state === 'cancelled') {
    const { request, signatures, ...view } = outcome.view;
    return { json: requestJson(view), human: `Request ${id} is cancelled.` };
  }
  return outcomeReport(context, outcome, id);
}
