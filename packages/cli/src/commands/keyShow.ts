import { connect } from '../client/connect.ts';
import { unwrap } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import { keyJson, keyText } from '../keys/keyText.ts';
import type { Report } from '../output/output.ts';

/** `quorate key show` */
export async function keyShow(context: Context, name: string): Promise<Report> {
  const { client, config } = await connect(context);
  const key = unwrap(await client.key(name));
  return { json: keyJson(key, config.cluster), human: keyText(key, config.cluster, context.output.style) };
}
