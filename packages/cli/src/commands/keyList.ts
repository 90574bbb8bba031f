import { connect } from '../client/connect.ts';
import { unwrap } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import { keyJson, keysTable } from '../keys/keyText.ts';
import type { Report } from '../output/output.ts';
import { printable } from '../render/printable.ts';

/** `quorate key list` */
export async function keyList(context: Context): Promise<Report> {
  const { client, config } = await connect(context);
  const { keys, refused } = unwrap(await client.keys());
  const { style } = context.output;
  const warnings = refused.map(({ name, sentence }) => style.bad(`! not shown: ${printable(name)}: ${sentence}`));
  return {
    json: { keys: keys.map((key) => keyJson(key, config.cluster)), refused },
    human: [keysTable(keys, style), ...warnings].join('\n'),
  };
}
