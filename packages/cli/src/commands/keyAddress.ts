import {
  addressOf,
  type BitcoinAddressType,
  type Chain,
  chainFor,
  type KeyContext,
  keyContextAt,
  type Network,
  p256Point,
} from '@quorate/requests';
import { connect } from '../client/connect.ts';
import { unwrap } from '../client/unwrap.ts';
import type { Context } from '../context.ts';
import { pathText } from '../input/path.ts';
import { EXIT } from '../output/exitCode.ts';
import { Failure } from '../output/failure.ts';
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
  if (child.scheme === 'ecdsa-p256') throw noAddress(name, child);
  const chain = chainFor(child.scheme, options.chain);
  const address = addressOf(child, { chain, network, type });
  const where = chain === 'bitcoin' ? network : chain;
  return { json: { name, key: key.id, path: pathText(path), chain, network: where, address }, human: address };
}

/** The public key is for whoever sets up the contract, and never printed as if something could be paid there. */
function noAddress(name: string, child: KeyContext): Failure {
  const { x, y } = p256Point(child);
  return new Failure(
    EXIT.failed,
    'no-address',
    `${name} is a P-256 key and has no address of its own: contract accounts know it by its public key`,
    `Its public key is x ${x}, y ${y}.`,
    { x, y },
  );
}
