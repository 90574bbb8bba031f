import { addressOf, keyContextAt, type Network } from '@quorate/requests';
import { connect } from '../client/connect.ts';
import { unwrap } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import { pathText } from '../input/path.ts';
import type { Report } from '../output/output.ts';

export interface KeyAddressOptions {
  readonly network: Network;
  readonly path?: readonly number[];
}

/** `quorate key address` */
export async function keyAddress(context: Context, name: string, options: KeyAddressOptions): Promise<Report> {
  const { network, path = [] } = options;
  const { client } = await connect(context);
  const key = unwrap(await client.key(name));
  const address = addressOf(keyContextAt(key.certificate.statement, path), network);
  const chain = key.structure.scheme === 'frost-ed25519' ? 'solana' : network;
  return { json: { name, key: key.id, path: pathText(path), network: chain, address }, human: address };
}
