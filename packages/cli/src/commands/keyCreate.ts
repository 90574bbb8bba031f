import { isEcdsaScheme, KEY_NAME } from '@quorate/tss-core';
import { connect } from '../client/connect.ts';
import type { Context } from '../context.ts';
import { createKey } from '../keys/createKey.ts';
import { keyStructure, type StructureOptions } from '../keys/keyStructure.ts';
import { writeOrder } from '../orders/orderFile.ts';
import { nextStep, orderJson, orderText } from '../orders/orderText.ts';
import { usage } from '../output/failure.ts';
import type { Report } from '../output/output.ts';

export interface KeyCreateOptions extends StructureOptions {
  /** Where to write the order in place of sending it. */
  readonly orderFile?: string;
  /** Of an order in a file, in seconds. */
  readonly expires?: number;
}

/** The order must be taken up within this time, and the ceremony be over soon after. */
const ORDER_LIFETIME_SECONDS = 300;
const ECDSA_ORDER_LIFETIME_SECONDS = 3600;
/** While it goes from admin to admin. */
const FILE_LIFETIME_SECONDS = 86_400;

/** `quorate key create` */
export async function keyCreate(context: Context, name: string, options: KeyCreateOptions): Promise<Report> {
  if (!KEY_NAME.test(name)) {
    throw usage(
      `${JSON.stringify(name)} cannot be the name of a key`,
      'Use up to 48 lowercase letters, digits and hyphens, starting with a letter or digit.',
    );
  }
  const { orderFile, expires = FILE_LIFETIME_SECONDS } = options;
  if (orderFile === undefined && options.expires !== undefined) {
    throw usage('--expires is for an order in a file', 'Leave it out, or write the order with --order-file FILE.');
  }
  const { client, config } = await connect(context, 'admin');
  const { cluster } = config;
  const structure = keyStructure(cluster, options);
  if (orderFile === undefined) {
    if (cluster.admins.threshold > 1) throw takesSeveral(cluster.admins.threshold);
    const isEcdsa = isEcdsaScheme(structure.scheme);
    const lifetimeSeconds = isEcdsa ? ECDSA_ORDER_LIFETIME_SECONDS : ORDER_LIFETIME_SECONDS;
    return createKey(context, client, client.buildOrder({ name, structure, lifetimeSeconds }), cluster);
  }
  const signed = client.buildOrder({ name, structure, lifetimeSeconds: expires });
  await writeOrder(orderFile, signed);
  return {
    json: orderJson(orderFile, signed, cluster),
    human: `${orderText(signed, context.output.style)}\n\nWritten to ${orderFile}. ${nextStep(context, orderFile, signed, cluster)}`,
  };
}

function takesSeveral(threshold: number) {
  return usage(
    `${threshold} admins must sign the order of a key, and here is one`,
    'Write it with --order-file FILE; the others sign it with `quorate order sign FILE`.',
  );
}
