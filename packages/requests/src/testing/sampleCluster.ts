import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { ClusterFile, Desk } from '../cluster/clusterFile.ts';
import { signClusterFile } from '../cluster/signClusterFile.ts';
import { personPublicKey } from '../people/personStatement.ts';
import { toHex } from '../schema/encoding.ts';

export interface SampleOptions {
  readonly nodes?: number;
  readonly admins?: number;
  readonly threshold?: number;
  readonly deskKeys?: Desk['keys'];
  /** Ids of nodes whose modules attest. */
  readonly attesting?: readonly string[];
}

/** A cluster file as `cluster up` would make it, with every secret behind it. */
export interface SampleCluster {
  readonly cluster: ClusterFile;
  /** The secret of a node, coordinator, desk or admin by its id, 32 bytes: known to everyone, for tests only. */
  readonly secret: (id: string) => Uint8Array;
}

/** Members are node-1…, coordinator-1, desk-1, desk-2 and admin-1…; the same every time. */
export function sampleCluster(options: SampleOptions = {}): SampleCluster {
  const nodes = ids('node', options.nodes ?? 3);
  const admins = ids('admin', options.admins ?? 1);
  const draft: ClusterFile = {
    version: 1,
    id: toHex(sampleSecret('cluster')),
    name: 'sample',
    revision: 1,
    nodes: nodes.map((id, i) => ({
      ...{ id, identity: identityOf(id), address: `/ip4/127.0.0.1/tcp/${41001 + i}` },
      ...(options.attesting?.includes(id) ? { attestation: { publicKey: attestationKeyOf(id) } } : {}),
    })),
    coordinators: [{ id: 'coordinator-1', identity: identityOf('coordinator-1') }],
    desks: ids('desk', 2).map((id) => ({ id, publicKey: publicKeyOf(id), keys: options.deskKeys ?? '*' })),
    admins: {
      threshold: options.threshold ?? 1,
      members: admins.map((id) => ({ id, publicKey: publicKeyOf(id) })),
    },
    signatures: [],
  };
  return { cluster: signedByAll(draft), secret: sampleSecret };
}

/** The cluster file with fresh signatures of all its nodes. */
export function signedByAll(draft: ClusterFile): ClusterFile {
  return draft.nodes.reduce<ClusterFile>((file, { id }) => signClusterFile(file, id, sampleSecret(id)), {
    ...draft,
    signatures: [],
  });
}

function sampleSecret(id: string): Uint8Array {
  return sha256(utf8ToBytes(`quorate sample ${id}`));
}

function ids(kind: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${kind}-${i + 1}`);
}

function identityOf(id: string): string {
  return toHex(secp256k1.getPublicKey(sampleSecret(id)));
}

/** Of the P-256 key that stands for the module of a node. */
export function attestationSecretOf(id: string): Uint8Array {
  return sampleSecret(`${id} attestation`);
}

function attestationKeyOf(id: string): string {
  return toHex(p256.getPublicKey(attestationSecretOf(id)));
}

function publicKeyOf(id: string): string {
  return toHex(personPublicKey(sampleSecret(id)));
}
