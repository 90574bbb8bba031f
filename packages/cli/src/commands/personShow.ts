import { personPublicKey, toHex } from '@quorate/requests';
import { readSecret } from '../config/readSecret.ts';
import type { Context } from '../context.ts';
import type { Report } from '../output/output.ts';
import type { Style } from '../output/style.ts';
import { facts } from '../render/table.ts';

/** `quorate person show` */
export async function personShow({ output }: Context, file: string): Promise<Report> {
  return personReport(file, personPublicKey(await readSecret(file)), output.style);
}

/** @param key Ed25519, 32 bytes */
export function personReport(file: string, key: Uint8Array, style: Style, note?: string): Report {
  const publicKey = toHex(key);
  const human = [facts([['public key', publicKey]], style), ...(note ? ['', note] : [])].join('\n');
  return { json: { file, publicKey }, human };
}
