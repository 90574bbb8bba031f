import { personPublicKey } from '@quorate/requests';
import type { Context } from '../context.ts';
import { newKeyFile } from '../keyfiles/newKeyFile.ts';
import type { Report } from '../output/output.ts';
import { personReport } from './personShow.ts';

/** `quorate person new` */
export async function personNew({ random, output }: Context, file: string): Promise<Report> {
  const seed = random(32);
  await newKeyFile(file, seed);
  const note = `${file} is secret: whoever has it speaks as this desk or admin.`;
  return personReport(file, personPublicKey(seed), output.style, note);
}
