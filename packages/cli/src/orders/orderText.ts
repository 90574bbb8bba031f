import { type ClusterFile, orderHash, type SignedOrder, toHex } from '@quorate/requests';
import { DEFAULT_DIR } from '../cluster/layout.ts';
import type { Context } from '../context.ts';
import { quorumsText } from '../keys/structureText.ts';
import { dirOption, ownName, shellWord } from '../output/ownName.ts';
import type { Style } from '../output/style.ts';
import { facts } from '../render/table.ts';

/** What an order is for, for the admin who is to sign it. */
export function orderText({ order, signatures }: SignedOrder, style: Style): string {
  const { name, structure, expiresAt } = order;
  const rows: [string, string][] = [
    ['key', `${style.bold(name)} (${structure.scheme})`],
    ['signs with', quorumsText(structure)],
    ['fingerprint', `${toHex(orderHash(order))}  (the same for every admin)`],
    ['signed by', signatures.map(({ admin }) => admin).join(', ') || 'nobody yet'],
    ['to be sent before', new Date(expiresAt * 1000).toISOString()],
  ];
  if (structure.lossAccepted) {
    rows.push(['loss accepted', style.warn('losing one node can lose this key')]);
  }
  return `${style.bold('Order of a new key')}. Whoever signs it wants these nodes to make it, and to sign with it.\n${facts(rows, style)}`;
}

/** How many admins must sign still; 0 when it can be sent. */
export function missingAdmins({ signatures }: SignedOrder, { admins }: ClusterFile): number {
  return Math.max(0, admins.threshold - signatures.length);
}

export function nextStep({ dir }: Context, file: string, signed: SignedOrder, cluster: ClusterFile): string {
  const missing = missingAdmins(signed, cluster);
  const send = `${ownName()} order send ${shellWord(file)}${dirOption(dir, DEFAULT_DIR)}`;
  if (missing === 0) return `Enough admins have signed: ${send}`;
  const others = cluster.admins.members
    .map(({ id }) => id)
    .filter((id) => !signed.signatures.some(({ admin }) => admin === id));
  return `Next: ${missing} of ${others.join(', ')}, by quorate order sign ${shellWord(file)}`;
}

/** The same facts for a program. */
export function orderJson(file: string, signed: SignedOrder, cluster: ClusterFile): Record<string, unknown> {
  const { order, signatures } = signed;
  return {
    file,
    order: toHex(orderHash(order)),
    name: order.name,
    scheme: order.structure.scheme,
    quorums: order.structure.quorums,
    parties: order.structure.parties,
    lossAccepted: order.structure.lossAccepted,
    expiresAt: order.expiresAt,
    signedBy: signatures.map(({ admin }) => admin),
    missing: missingAdmins(signed, cluster),
  };
}
