import { deliverArtefact } from '../client/deliverArtefact.ts';
import { type SignOptions, signIntent } from '../client/signIntent.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';
import { checkWritable } from '../output/writeOut.ts';

export interface SignMessageOptions extends SignOptions {
  /** Left out, the format is that of the key's ecosystem. */
  readonly chain?: 'bitcoin';
  readonly out?: string;
}

/** `quorate sign message` */
export async function signMessage(context: Context, text: string, options: SignMessageOptions): Promise<Report> {
  await checkWritable(options.out);
  const kind = options.chain === 'bitcoin' ? 'bitcoin-message' : 'message';
  return signIntent(context, { kind, value: { text } }, options, deliverArtefact(context, options));
}
