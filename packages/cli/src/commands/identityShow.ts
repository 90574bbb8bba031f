import type { Context } from '../context.ts';
import { type Identity, identityOf, readIdentity } from '../keyfiles/identity.ts';
import type { Report } from '../output/output.ts';
import type { Style } from '../output/style.ts';
import { facts } from '../render/table.ts';

/** `quorate identity show` */
export async function identityShow({ output }: Context, file: string): Promise<Report> {
  return identityReport(file, identityOf(await readIdentity(file)), output.style);
}

export function identityReport(file: string, identity: Identity, style: Style, note?: string): Report {
  const rows = [
    ['public key', identity.publicKey],
    ['peer id', identity.peerId],
  ] as const;
  return { json: { file, ...identity }, human: [facts(rows, style), ...(note ? ['', note] : [])].join('\n') };
}
