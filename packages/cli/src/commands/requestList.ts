import { connect } from '../client/connect.ts';
import { requestJson } from '../client/requestJson.ts';
import { unwrap } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';
import { requestsTable } from '../render/requestText.ts';

/** `quorate request list` */
export async function requestList(context: Context, limit: number): Promise<Report> {
  const { client } = await connect(context);
  const requests = unwrap(await client.list(limit));
  return { json: { requests: requests.map(requestJson) }, human: requestsTable(requests, context.output.style) };
}
