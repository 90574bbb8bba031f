import { verifyOrder } from '@quorate/requests';
import { connect } from '../client/connect.ts';
import type { Context } from '../context.ts';
import { createKey } from '../keys/createKey.ts';
import { readOrder } from '../orders/orderFile.ts';
import { orderText } from '../orders/orderText.ts';
import type { Report } from '../output/output.ts';

/** `quorate order send`: what `key create` does, with an order that enough admins have signed. */
export async function orderSend(context: Context, file: string): Promise<Report> {
  const { client, config } = await connect(context, 'admin');
  const signed = await readOrder(file);
  verifyOrder(signed, config.cluster, context.now());
  context.output.say(`${orderText(signed, context.output.style)}\n`);
  return createKey(context, client, signed, config.cluster);
}
