import { deliverArtefact } from '../client/deliverArtefact.ts';
import { type SignOptions, signIntent } from '../client/signIntent.ts';
import type { Context } from '../context.ts';
import { readTypedData } from '../input/typedDataFile.ts';
import type { Report } from '../output/output.ts';
import { checkWritable } from '../output/writeOut.ts';

export interface SignTypedDataOptions extends SignOptions {
  readonly out?: string;
}

/** `quorate sign typed-data` */
export async function signTypedData(context: Context, file: string, options: SignTypedDataOptions): Promise<Report> {
  const json = await readTypedData(file);
  await checkWritable(options.out);
  const intent = { kind: 'ethereum-typed-data', value: { json } } as const;
  return signIntent(context, intent, options, deliverArtefact(context, options));
}
