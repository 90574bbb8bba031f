import { addressOf, type Network } from '@quorate/requests';
import { connect } from '../client/connect.ts';
import { unwrap } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';

/** `quorate key address` */
export async function keyAddress(context: Context, name: string, network: Network): Promise<Report> {
  const { client } = await connect(context);
  const key = unwrap(await client.key(name));
  const address = addressOf(key.context, network);
  const chain = key.structure.scheme === 'frost-ed25519' ? 'solana' : network;
  return { json: { name, key: key.id, network: chain, address }, human: address };
}
