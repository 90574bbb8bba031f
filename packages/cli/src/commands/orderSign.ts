import { type ClusterFile, type SignedOrder, signOrder, verifyOrderSignatures } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import { connectedAdmin } from '../client/connect.ts';
import { loadClientConfig } from '../config/clientConfig.ts';
import type { Context } from '../context.ts';
import { readOrder, replaceOrder } from '../orders/orderFile.ts';
import { nextStep, orderJson, orderText } from '../orders/orderText.ts';
import type { Report } from '../output/output.ts';

/** `quorate order sign`: says what it signs, then adds the signature of this directory's admin to the file. */
export async function orderSign(context: Context, file: string): Promise<Report> {
  const config = await loadClientConfig(context.dir);
  const { cluster } = config;
  const order = await readOrder(file);
  checkSoFar(order, cluster);
  const { id, secret } = await connectedAdmin(config);
  context.output.say(`${orderText(order, context.output.style)}\n`);
  const signed = signOrder(order, id, secret);
  await replaceOrder(file, signed);
  return {
    json: { admin: id, ...orderJson(file, signed, cluster) },
    human: `Signed by ${id}. ${nextStep(context, file, signed, cluster)}`,
  };
}

/** Throws for an order that could never be sent: of another cluster, or with a signature that is not what it says. */
function checkSoFar(order: SignedOrder, cluster: ClusterFile): void {
  try {
    verifyOrderSignatures(order, cluster);
  } catch (problem) {
    if (problem instanceof RequestRejected && problem.code === 'too-few-admins') return;
    throw problem;
  }
}
