import type { Admin, ClusterCoordinator, ClusterFile, ClusterNode, Desk } from '@quorate/requests';
import { scopeText } from './clusterText.ts';

/** One difference between two revisions, in plain words; `danger` says what it puts out of use. */
export interface Change {
  readonly text: string;
  readonly danger?: string;
}

const NODE_LOST = 'keys that this node is a party of can no longer be verified, and so not be used';
const UNATTESTED = 'what this node approves then counts without a word of its module';
const ADMIN_LOST = 'keys that this admin ordered can no longer be verified, and so not be used';
const STRICTER = 'keys that fewer admins ordered can no longer be verified, and so not be used';

/** What a new revision changes, so that nobody has to compare two lists of keys by eye. */
export function clusterChanges(previous: ClusterFile, next: ClusterFile): readonly Change[] {
  return [
    ...(previous.name === next.name
      ? []
      : [{ text: `the cluster is called ${next.name} instead of ${previous.name}` }]),
    ...listChanges('node', previous.nodes, next.nodes, nodeChanges, NODE_LOST),
    ...listChanges('coordinator', previous.coordinators, next.coordinators, coordinatorChanges),
    ...listChanges('desk', previous.desks, next.desks, deskChanges),
    ...listChanges('admin', previous.admins.members, next.admins.members, adminChanges, ADMIN_LOST),
    ...thresholdChange(previous.admins.threshold, next.admins.threshold),
  ];
}

function listChanges<T extends { readonly id: string }>(
  what: string,
  before: readonly T[],
  after: readonly T[],
  compare: (before: T, after: T) => readonly Change[],
  removal?: string,
): readonly Change[] {
  const find = (list: readonly T[], id: string) => list.find((one) => one.id === id);
  const removed = before.filter(({ id }) => !find(after, id));
  const added = after.filter(({ id }) => !find(before, id));
  const kept = after.flatMap((one) => {
    const earlier = find(before, one.id);
    return earlier ? compare(earlier, one) : [];
  });
  const named = (text: string, danger?: string): Change => (danger === undefined ? { text } : { text, danger });
  return [
    ...removed.map(({ id }) => named(`${what} ${id} is removed`, removal)),
    ...added.map(({ id }) => named(`${what} ${id} is added`)),
    ...kept,
  ];
}

function nodeChanges(before: ClusterNode, after: ClusterNode): readonly Change[] {
  const { id } = after;
  return [
    ...(before.identity === after.identity ? [] : [{ text: `node ${id} has another identity`, danger: NODE_LOST }]),
    ...(before.address === after.address
      ? []
      : [{ text: `node ${id} is reached at ${after.address} instead of ${before.address}` }]),
    ...attestationChanges(before, after),
  ];
}

function attestationChanges(before: ClusterNode, after: ClusterNode): readonly Change[] {
  const [was, is] = [before, after].map(({ attestation }) => attestation?.publicKey);
  if (was === is) return [];
  if (is === undefined) return [{ text: `node ${after.id} has no attestation key any more`, danger: UNATTESTED }];
  const text =
    was === undefined ? `the module of node ${after.id} is to attest` : `node ${after.id} has another attestation key`;
  return [{ text }];
}

function coordinatorChanges(before: ClusterCoordinator, after: ClusterCoordinator): readonly Change[] {
  return before.identity === after.identity ? [] : [{ text: `coordinator ${after.id} has another identity` }];
}

function deskChanges(before: Desk, after: Desk): readonly Change[] {
  const scopes = [before, after].map(({ keys }) => scopeText(keys === '*' ? keys : [...keys].sort()));
  return [
    ...(before.publicKey === after.publicKey ? [] : [{ text: `desk ${after.id} has another key` }]),
    ...(scopes[0] === scopes[1] ? [] : [{ text: `desk ${after.id} may use ${scopes[1]} instead of ${scopes[0]}` }]),
  ];
}

function adminChanges(before: Admin, after: Admin): readonly Change[] {
  if (before.publicKey === after.publicKey) return [];
  return [{ text: `admin ${after.id} has another key`, danger: ADMIN_LOST }];
}

function thresholdChange(before: number, after: number): readonly Change[] {
  if (before === after) return [];
  const text = `${after} instead of ${before} admins must sign the order of a new key`;
  return [after > before ? { text, danger: STRICTER } : { text }];
}
