import {
  type Admin,
  type ClusterCoordinator,
  type ClusterFile,
  type ClusterNode,
  clusterFileHash,
  type Desk,
  fromHex,
  peerIdOf,
  toHex,
} from '@quorate/requests';
import type { Style } from '../output/style.ts';
import { facts, table } from '../render/table.ts';
import { unsignedNodes } from './readClusterDraft.ts';

/** What a cluster file says, for the operator who is to sign it or relies on it. */
export function clusterText(cluster: ClusterFile, style: Style): string {
  const { name, revision, id, nodes, coordinators, desks, admins } = cluster;
  const about: [string, string][] = [
    ['cluster id', id],
    ['fingerprint', `${toHex(clusterFileHash(cluster))}  (the same for every operator)`],
    ['signed by', signersText(cluster, style)],
  ];
  const section = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): string =>
    rows.length === 0 ? `${title}: none` : `${title}:\n${table(head, rows, style)}`;
  return [
    `${style.bold(`Cluster ${name}, revision ${revision}`)}. Who signs it says: these are its members, and nobody else is.\n${facts(about, style)}`,
    section('Nodes, which hold shares of keys', ['NODE', 'IDENTITY', 'PEER ID', 'ADDRESS'], nodes.map(nodeRow)),
    ...attestationSection(nodes, style),
    section('Coordinators, which route requests', ['COORDINATOR', 'IDENTITY', 'PEER ID'], coordinators.map(memberRow)),
    section('Desks, which may ask for signatures', ['DESK', 'PUBLIC KEY', 'MAY USE'], desks.map(deskRow)),
    section(adminsTitle(admins), ['ADMIN', 'PUBLIC KEY'], admins.members.map(adminRow)),
  ].join('\n\n');
}

/** Left out where no node has a module: few do. */
function attestationSection(nodes: readonly ClusterNode[], style: Style): string[] {
  const rows = nodes.flatMap(({ id, attestation }) => (attestation ? [[id, attestation.publicKey]] : []));
  const title = 'Attestation keys, with which the modules of nodes sign what these approve';
  return rows.length === 0 ? [] : [`${title}:\n${table(['NODE', 'PUBLIC KEY'], rows, style)}`];
}

function adminsTitle({ threshold, members }: ClusterFile['admins']): string {
  return `Admins, ${threshold} of ${members.length} of whom must sign the order of a new key`;
}

function signersText(cluster: ClusterFile, style: Style): string {
  const signed = cluster.signatures.map(({ node }) => node);
  const missing = unsignedNodes(cluster);
  if (missing.length === 0) return style.good('every node');
  return `${signed.join(', ') || 'nobody yet'}; ${style.warn(`missing: ${missing.join(', ')}`)}`;
}

function memberRow({ id, identity }: ClusterCoordinator): string[] {
  return [id, identity, peerIdOf(fromHex(identity))];
}

function nodeRow(node: ClusterNode): string[] {
  return [...memberRow(node), node.address];
}

function deskRow({ id, publicKey, keys }: Desk): string[] {
  return [id, publicKey, scopeText(keys)];
}

function adminRow({ id, publicKey }: Admin): string[] {
  return [id, publicKey];
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
