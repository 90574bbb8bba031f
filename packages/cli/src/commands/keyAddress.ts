import {
  addressOf,
  type BitcoinAddressType,
  type Chain,
  chainFor,
  keyContextAt,
  type Network,
} from '@quorate/requests';
import { connect } from '../client/connect.ts';
import { unwrap } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import { pathText } from '../input/path.ts';
import type { Report } from '../output/output.ts';

export interface KeyAddressOptions {
  readonly chain?: Chain;
  readonly network: Network;
  readonly type?: BitcoinAddressType;
  readonly path?: readonly number[];
}

/** `quorate key address` */
export async function keyAddress(context: Context, name: string, options: KeyAddressOptions): Promise<Report> {
  const { network, type, path = [] } = options;
  const { client } = await connect(context);
  const key = unwrap(await client.key(name));
  const child = keyContextAt(key.certificate.statement, path);
  const chain = chainFor(child.scheme, options.chain);
  const address = addressOf(child, { chain, network, type });
  const where = chain === 'bitcoin' ? network : chain;
  return { json: { name, key: key.id, path: pathText(path), chain, network: where, address }, human: address };
}
