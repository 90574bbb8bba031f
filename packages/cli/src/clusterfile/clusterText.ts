import { type ClusterFile, clusterFileHash, type Desk, fromHex, peerIdOf, toHex } from '@quorate/requests';
import type { Style } from '../output/style.ts';
import { facts, table } from '../render/table.ts';
import { unsignedNodes } from './readClusterDraft.ts';

/** What a cluster file says, for the operator who is to sign it or relies on it. */
export function clusterText(cluster: ClusterFile, style: Style): string {
  const { name, revision, id, nodes, coordinators, desks, admins } = cluster;
  return [
    `${style.bold(`Cluster ${name}, revision ${revision}`)}. Who signs it says: these are its members, and nobody else is.`,
    facts(
      [
        ['cluster id', id],
        ['fingerprint', `${toHex(clusterFileHash(cluster))}  (the same for every operator)`],
        ['signed by', signersText(cluster, style)],
      ],
      style,
    ),
    '',
    `${people(nodes.length, 'node')}: each holds a share of the keys that name it, and is reached at its address.`,
    table(['NODE', 'IDENTITY', 'PEER ID', 'ADDRESS'], nodes.map(nodeRow), style),
    '',
    `${people(coordinators.length, 'coordinator')}: routes requests, and is trusted with nothing else.`,
    ...(coordinators.length === 0
      ? []
      : [
          table(
            ['COORDINATOR', 'IDENTITY'],
            coordinators.map((c) => [c.id, c.identity]),
            style,
          ),
        ]),
    '',
    `${people(desks.length, 'desk')}: may ask for signatures, as far as the rules of each node allow.`,
    ...(desks.length === 0 ? [] : [table(['DESK', 'PUBLIC KEY', 'MAY USE'], desks.map(deskRow), style)]),
    '',
    `${people(admins.members.length, 'admin')}: ${admins.threshold} of them must sign the order of a new key.`,
    table(
      ['ADMIN', 'PUBLIC KEY'],
      admins.members.map((admin) => [admin.id, admin.publicKey]),
      style,
    ),
  ].join('\n');
}

function people(count: number, one: string): string {
  return `${count === 0 ? 'No' : count} ${one}${count === 1 ? '' : 's'}`;
}

function signersText(cluster: ClusterFile, style: Style): string {
  const signed = cluster.signatures.map(({ node }) => node);
  const missing = unsignedNodes(cluster);
  if (missing.length === 0) return style.good('every node');
  return `${signed.join(', ') || 'nobody yet'}; ${style.warn(`missing: ${missing.join(', ')}`)}`;
}

function nodeRow({ id, identity, address }: ClusterFile['nodes'][number]): string[] {
  return [id, identity, peerIdOf(fromHex(identity)), address];
}

function deskRow({ id, publicKey, keys }: Desk): string[] {
  return [id, publicKey, scopeText(keys)];
}

export function scopeText(keys: Desk['keys']): string {
  if (keys === '*') return 'every key';
  return keys.length === 0 ? 'no key' : keys.join(', ');
}

/** The same facts for a program. */
export function clusterJson(cluster: ClusterFile): Record<string, unknown> {
  const { signatures, nodes, ...said } = cluster;
  return {
    ...said,
    hash: toHex(clusterFileHash(cluster)),
    nodes: nodes.map((node) => ({ ...node, peerId: peerIdOf(fromHex(node.identity)) })),
    signedBy: signatures.map(({ node }) => node),
    missing: unsignedNodes(cluster),
  };
}
