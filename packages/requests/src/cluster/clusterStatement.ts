import { KEY_NAME, NODE_ID } from '@quorate/tss-core';
import {
  type Codec,
  list,
  literal,
  mapped,
  nullable,
  type StatementType,
  statementHash,
  struct,
  text,
  uint,
} from '@quorate/tss-core/wire';
import { hexBytes } from '../schema/encoding.ts';
import { everyOr } from '../schema/everyOr.ts';
import type { Admin, ClusterCoordinator, ClusterFile, ClusterNode, Desk } from './clusterFile.ts';

/** What every node signs: the cluster file without the signatures. */
export type ClusterStatement = Omit<ClusterFile, 'signatures'>;

const memberId = text(32, NODE_ID);
const node: Codec<ClusterNode> = mapped(
  struct<Omit<ClusterNode, 'attestation'> & { readonly attestation: { readonly publicKey: string } | null }>({
    id: memberId,
    identity: hexBytes(33),
    address: text(200),
    attestation: nullable(struct<{ readonly publicKey: string }>({ publicKey: hexBytes(33) })),
  }),
  ({ attestation, ...member }) => ({ ...member, ...(attestation === null ? {} : { attestation }) }),
  ({ attestation = null, ...member }) => ({ ...member, attestation }),
);
const desk: Codec<Desk> = struct<Desk>({
  id: memberId,
  publicKey: hexBytes(32),
  keys: everyOr(list(text(48, KEY_NAME), { max: 1024 })),
});

export const clusterStatement: StatementType<ClusterStatement> = {
  tag: 'quorate/cluster-file/1',
  codec: struct<ClusterStatement>({
    version: literal(1),
    id: hexBytes(32),
    name: memberId,
    revision: uint(0xffffffff, 1),
    nodes: list(node, { max: 255 }),
    coordinators: list(struct<ClusterCoordinator>({ id: memberId, identity: hexBytes(33) }), { max: 255 }),
    desks: list(desk, { max: 1024 }),
    admins: struct<ClusterFile['admins']>({
      threshold: uint(255, 1),
      members: list(struct<Admin>({ id: memberId, publicKey: hexBytes(32) }), { max: 255 }),
    }),
  }),
};

/** Names one revision of the cluster, whoever's signatures it carries. 32 bytes. */
export function clusterFileHash(cluster: ClusterStatement): Uint8Array {
  return statementHash(clusterStatement, cluster);
}
