import { z } from 'zod';
import { hex, keyName, memberId } from '../schema/fields.ts';

export const MAX_CLUSTER_FILE_CHARACTERS = 1 << 20;
const MAX_MEMBERS = 255;

export interface ClusterNode {
  readonly id: string;
  /** secp256k1 identity key, 33 bytes compressed, hex: also the node's libp2p peer id. */
  readonly identity: string;
  /** Multiaddr without `/p2p`, e.g. `/ip4/127.0.0.1/tcp/41001`. */
  readonly address: string;
  /**
   * Of a node with a hardware module: P-256 public key, 33 bytes compressed, hex. Nothing of this node counts that the
   * module has not attested with it.
   */
  readonly attestation?: { readonly publicKey: string };
}

export interface ClusterCoordinator {
  readonly id: string;
  readonly identity: string;
}

/** A client identity that may request signatures. */
export interface Desk {
  readonly id: string;
  /** Ed25519 public key, 32 bytes, hex. */
  readonly publicKey: string;
  /** The names of the keys it may use, or all of them. */
  readonly keys: '*' | readonly string[];
}

/** An identity that may order key ceremonies. */
export interface Admin {
  readonly id: string;
  readonly publicKey: string;
}

export interface NodeSignature {
  readonly node: string;
  /** 64 bytes by the node's identity key over the cluster statement, hex. */
  readonly signature: string;
}

/** Who is in the cluster: the one document everything else is checked against. */
export interface ClusterFile {
  readonly version: 1;
  /** 32 random bytes, hex; the same through all revisions. */
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly nodes: readonly ClusterNode[];
  readonly coordinators: readonly ClusterCoordinator[];
  readonly desks: readonly Desk[];
  /** `threshold` of `members` must sign a key order. */
  readonly admins: { readonly threshold: number; readonly members: readonly Admin[] };
  readonly signatures: readonly NodeSignature[];
}

/** Segments of names and values; a peer id is refused, since the identity already gives it. */
const address = z
  .string()
  .max(200, 'expected at most 200 characters')
  .regex(/^(?:\/[A-Za-z0-9.:_-]+)+$/, 'expected a multiaddr such as /ip4/10.0.0.1/tcp/41001')
  .refine((text) => !text.split('/').includes('p2p'), 'leave out /p2p: the peer id follows from the identity');

const identity = hex(33);
const publicKey = hex(32);

export const clusterFileSchema: z.ZodType<ClusterFile> = z.strictObject({
  version: z.literal(1),
  id: hex(32),
  name: memberId,
  revision: z.int().min(1).max(0xffffffff),
  nodes: z
    .array(
      z.strictObject({
        id: memberId,
        identity,
        address,
        attestation: z.strictObject({ publicKey: hex(33) }).exactOptional(),
      }),
    )
    .min(1)
    .max(MAX_MEMBERS),
  coordinators: z.array(z.strictObject({ id: memberId, identity })).max(MAX_MEMBERS),
  desks: z
    .array(
      z.strictObject({
        id: memberId,
        publicKey,
        keys: z.union([z.literal('*'), z.array(keyName).max(1024)], { error: 'expected "*" or a list of key names' }),
      }),
    )
    .max(1024),
  admins: z.strictObject({
    threshold: z.int().min(1).max(MAX_MEMBERS),
    members: z
      .array(z.strictObject({ id: memberId, publicKey }))
      .min(1)
      .max(MAX_MEMBERS),
  }),
  signatures: z.array(z.strictObject({ node: memberId, signature: hex(64) })).max(MAX_MEMBERS),
});
