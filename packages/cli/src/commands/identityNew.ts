import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { Context } from '../context.ts';
import { identityOf } from '../keyfiles/identity.ts';
import { newKeyFile } from '../keyfiles/newKeyFile.ts';
import type { Report } from '../output/output.ts';
import { identityReport } from './identityShow.ts';

/** `quorate identity new` */
export async function identityNew({ random, output }: Context, file: string): Promise<Report> {
  const secret = secp256k1.utils.randomSecretKey(random(48));
  await newKeyFile(file, secret);
  const note = `${file} is secret: only this node or coordinator needs it. Back it up: nothing can replace it.`;
  return identityReport(file, identityOf(secret), output.style, note);
}
