import { deliverArtefact } from '../client/deliverArtefact.ts';
import { type SignOptions, signIntent } from '../client/signIntent.ts';
import type { Context } from '../context.ts';
import { readEthereumTransaction } from '../input/ethereumFile.ts';
import { type EthereumOptions, ethereumTransaction } from '../input/ethereumTransaction.ts';
import type { Report } from '../output/output.ts';
import { checkWritable } from '../output/writeOut.ts';

export interface SignEthereumOptions extends SignOptions, EthereumOptions {
  readonly out?: string;
  /** A file with a whole transaction, in place of the options that describe one. */
  readonly tx?: string;
}

/** `quorate sign ethereum` */
export async function signEthereum(context: Context, options: SignEthereumOptions): Promise<Report> {
  const { tx, out } = options;
  const transaction = tx === undefined ? ethereumTransaction(options) : await readEthereumTransaction(tx);
  await checkWritable(out);
  const intent = { kind: 'ethereum-transaction', value: { transaction } } as const;
  return signIntent(context, intent, options, deliverArtefact(context, { ...options, finalize: true }));
}
