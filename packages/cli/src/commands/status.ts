import { connect } from '../client/connect.ts';
import { unwrap } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';
import { statusText } from '../render/statusText.ts';

/** `quorate status` */
export async function status(context: Context): Promise<Report> {
  const { client, config } = await connect(context);
  const view = unwrap(await client.status());
  const { revision } = config.cluster;
  return { json: { ...view, pinnedRevision: revision }, human: statusText(view, revision, context.output.style) };
}
