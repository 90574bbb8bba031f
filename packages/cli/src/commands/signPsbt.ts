import type { Network } from '@quorate/requests';
import { deliverArtefact } from '../client/deliverArtefact.ts';
import { type SignOptions, signIntent } from '../client/signIntent.ts';
import type { Context } from '../context.ts';
import { feeLimit } from '../input/feeLimit.ts';
import { BITCOIN } from '../input/parseAmount.ts';
import { readPsbt } from '../input/psbtFile.ts';
import type { Report } from '../output/output.ts';
import { checkWritable } from '../output/writeOut.ts';

export interface SignPsbtOptions extends SignOptions {
  readonly out?: string;
  readonly finalize?: boolean;
  readonly network: Network;
  /** As it was typed. */
  readonly maxFee?: string;
}

/** `quorate sign psbt` */
export async function signPsbt(context: Context, file: string, options: SignPsbtOptions): Promise<Report> {
  const check = feeLimit(options.maxFee, BITCOIN);
  const psbt = await readPsbt(file);
  await checkWritable(options.out);
  const intent = { kind: 'bitcoin-psbt', value: { psbt, network: options.network } } as const;
  return signIntent(context, intent, options, deliverArtefact(context, options), check);
}
