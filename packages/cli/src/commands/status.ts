import { connect } from '../client/connect.ts';
import { unwrap } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';
import { statusText } from '../render/statusText.ts';

/** `quorate status` */
export async function status(context: Context): Promise<Report> {
  const { client } = await connect(context);
  const view = unwrap(await client.status());
  return { json: { ...view }, human: statusText(view, context.output.style) };
}
