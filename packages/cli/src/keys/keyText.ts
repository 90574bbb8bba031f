import type { VerifiedKey } from '@quorate/client';
import {
  addressOf,
  type Chain,
  type ClusterFile,
  chainsOf,
  type KeyContext,
  NETWORKS,
  type P256Point,
  p256Point,
} from '@quorate/requests';
import type { Style } from '../output/style.ts';
import { facts, table } from '../render/table.ts';
import { quorumsText, signingSets, signingSetsText, thresholdsText } from './structureText.ts';

/** A verified key with who can sign and what the words "verified" rest on. */
export function keyText(key: VerifiedKey, cluster: ClusterFile, style: Style): string {
  const { structure, context } = key;
  const rows: [string, string][] = [
    ['key', `${style.bold(key.name)} (${structure.scheme})`],
    ['address', addressLines(key)],
    ['public key', hex(context.publicKey)],
    ...pointRows(context),
    ['key id', key.id],
    ['signs with', quorumsText(structure)],
    ['smallest signing sets', signingSetsText(structure)],
    ['certificate', key.certificateHash],
    [
      'verified',
      verifiedLines(key, cluster)
        .map((line) => `${style.good('✓')} ${line}`)
        .join('\n'),
    ],
  ];
  if (structure.lossAccepted)
    rows.push(['loss accepted', style.warn('losing one node can lose this key; its admins accepted that')]);
  return `${facts(rows, style)}\n\n${partiesTable(key, style)}`;
}

/** What was checked before anything of it was printed (see @quorate/client). */
export function verifiedLines(key: VerifiedKey, cluster: ClusterFile): string[] {
  const parties = key.structure.parties.length;
  const admins = key.order.signatures.map(({ admin }) => admin).join(', ');
  return [
    `ordered by ${admins}; the cluster file asks for ${cluster.admins.threshold} of ${cluster.admins.members.length} admins`,
    `certified by all ${parties} nodes, under the identities that cluster file ${cluster.name} revision ${cluster.revision} pins`,
    `all ${parties} nodes proved that they stored their share`,
  ];
}

/** Where the key can be paid; of a key that only contracts know, that there is no such place. */
export function addressLines(key: VerifiedKey): string {
  const lines = Object.entries(addresses(key)).map(([network, address]) => `${address} (${network})`);
  return lines.length > 0 ? lines.join('\n') : 'none of its own: contract accounts know it by its x and y';
}

function pointRows(context: KeyContext): [string, string][] {
  return Object.entries(point(context) ?? {}).map(([name, value]) => [`  ${name}`, value]);
}

/** x and y, where contracts are told them. */
function point(context: KeyContext): P256Point | undefined {
  return context.scheme === 'ecdsa-p256' ? p256Point(context) : undefined;
}

/** Where the key can be paid, by network. */
export function addresses({ context }: VerifiedKey): Readonly<Record<string, string>> {
  return Object.fromEntries(chainsOf(context.scheme).flatMap((chain) => addressesOn(chain, context)));
}

function addressesOn(chain: Chain, context: KeyContext): (readonly [string, string])[] {
  if (chain !== 'bitcoin') return [[chain, addressOf(context, { chain })]];
  return NETWORKS.map((network) => [network, addressOf(context, { chain, network })]);
}

function partiesTable({ structure }: VerifiedKey, style: Style): string {
  const rows = structure.parties.map(({ index, node }) => {
    const quorum = structure.quorums.findIndex(({ members }) => members.includes(index));
    return [String(index), node, String(quorum + 1)];
  });
  return table(['PARTY', 'NODE', 'QUORUM'], rows, style);
}

export function keysTable(keys: readonly VerifiedKey[], style: Style): string {
  if (keys.length === 0) return 'No keys yet: `quorate key create NAME --scheme frost-secp256k1-tr` makes one.';
  const rows = keys.map((key) => [
    key.name,
    key.structure.scheme,
    thresholdsText(key.structure),
    Object.values(addresses(key))[0] ?? '-',
  ]);
  return table(['KEY', 'SCHEME', 'SIGNS WITH', 'ADDRESS'], rows, style);
}

/** The same facts for a program. */
export function keyJson(key: VerifiedKey, cluster: ClusterFile): Record<string, unknown> {
  const { structure, context } = key;
  const nodeOf = (index: number) => structure.parties.find((party) => party.index === index)?.node;
  return {
    name: key.name,
    key: key.id,
    scheme: structure.scheme,
    publicKey: hex(context.publicKey),
    addresses: addresses(key),
    ...point(context),
    epoch: key.certificate.statement.epoch,
    parties: structure.parties.map(({ index, node }) => ({ index, node })),
    quorums: structure.quorums.map(({ threshold, members }) => ({ threshold, nodes: members.map(nodeOf) })),
    lossAccepted: structure.lossAccepted,
    signingSets: signingSets(structure) ?? null,
    certificateHash: key.certificateHash,
    verified: verifiedLines(key, cluster),
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
