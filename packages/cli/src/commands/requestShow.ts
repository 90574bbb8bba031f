import { connect } from '../client/connect.ts';
import { outcomeReport } from '../client/requestOutcome.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';

/** `quorate request show` */
export async function requestShow(context: Context, id: string): Promise<Report> {
  const { client } = await connect(context);
  return outcomeReport(context, await client.show(id), id);
}
