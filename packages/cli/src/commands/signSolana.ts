import { deliverArtefact } from '../client/deliverArtefact.ts';
import { type SignOptions, signIntent } from '../client/signIntent.ts';
import type { Context } from '../context.ts';
import { feeLimit } from '../input/feeLimit.ts';
import { SOLANA } from '../input/parseAmount.ts';
import { readSolanaTransaction } from '../input/solanaFile.ts';
import type { Report } from '../output/output.ts';
import { checkWritable } from '../output/writeOut.ts';

export interface SignSolanaOptions extends SignOptions {
  readonly out?: string;
  /** As it was typed. */
  readonly maxFee?: string;
}

/** `quorate sign solana` */
export async function signSolana(context: Context, file: string, options: SignSolanaOptions): Promise<Report> {
  const check = feeLimit(options.maxFee, SOLANA);
  const transaction = await readSolanaTransaction(file);
  await checkWritable(options.out);
  const intent = { kind: 'solana-transaction', value: { transaction } } as const;
  return signIntent(context, intent, options, deliverArtefact(context, options), check);
}
