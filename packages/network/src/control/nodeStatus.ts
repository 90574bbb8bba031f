import { type Assignment, MAX_PARTIES, NODE_ID } from '@quorate/tss-core';
import { assignmentCodec, bytes, type Codec, list, nullable, struct, text, uint } from '@quorate/tss-core/wire';

/** How far a node is with the primes of its next aux generation. */
export interface PrimeProgress {
  readonly found: number;
  readonly needed: number;
}
export const primeProgressCodec: Codec<PrimeProgress> = struct<PrimeProgress>({ found: uint(), needed: uint() });

/** How far the module of a node has come with attesting, and whether the node's records of that were ever set back. */
export interface AttestationStatus {
  /** Of its last attestation. */
  readonly sequence: number;
  /** Other nodes that have told what they witnessed, of those that must before the module attests anything. */
  readonly heard: number;
  readonly needed: number;
  /** The last time that the records were behind what others had witnessed. `at` in Unix milliseconds. */
  readonly setback: { readonly from: number; readonly to: number; readonly at: number } | null;
}
const attestationStatusCodec: Codec<AttestationStatus> = struct<AttestationStatus>({
  sequence: uint(),
  heard: uint(),
  needed: uint(),
  setback: nullable(
    struct<{ readonly from: number; readonly to: number; readonly at: number }>({
      from: uint(),
      to: uint(),
      at: uint(),
    }),
  ),
});

/** Two attestations of one node's module, in the same place, that contradict each other. */
export interface AttestationFork {
  readonly node: string;
  readonly sequence: number;
  /** Unix milliseconds. */
  readonly seenAt: number;
}

/** The presignatures that a node has in advance with one set of signers. */
export interface PresignatureLevel {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly assignment: Assignment;
  /** Unused ones. */
  readonly size: number;
  /** The lowest index that the next one may have. */
  readonly next: number;
}
/** What a node keeps in advance for ECDSA keys: at most `high` with each set of signers, more once `low` are left. */
export interface PresignatureStatus {
  readonly low: number;
  readonly high: number;
  /** Those used last, if there are too many to list. */
  readonly stocks: readonly PresignatureLevel[];
}
export const MAX_LISTED_STOCKS = 1024;
const presignatureStatusCodec: Codec<PresignatureStatus> = struct<PresignatureStatus>({
  low: uint(),
  high: uint(),
  stocks: list(struct<PresignatureLevel>({ key: bytes(32), assignment: assignmentCodec, size: uint(), next: uint() }), {
    max: MAX_LISTED_STOCKS,
  }),
});

export interface NodeStatus {
  readonly id: string;
  /** Of the software. */
  readonly version: string;
  readonly pid: number;
  readonly uptimeMs: number;
  readonly rules: { readonly name: string; readonly description: string };
  /** Ids of the members it is connected to. */
  readonly links: readonly string[];
  readonly keys: number;
  readonly pendingKeys: number;
  readonly sessions: number;
  /** Null where it has no need of any. */
  readonly primes: PrimeProgress | null;
  /** Null where no module attests. */
  readonly attestation: AttestationStatus | null;
  /** What it has witnessed of other nodes and cannot both be true, the last of each. */
  readonly forks: readonly AttestationFork[];
  /** Null where it makes none in advance. */
  readonly presignatures: PresignatureStatus | null;
}
export const nodeStatusCodec: Codec<NodeStatus> = struct<NodeStatus>({
  id: text(32, NODE_ID),
  version: text(64),
  pid: uint(),
  uptimeMs: uint(),
  rules: struct({ name: text(64), description: text(1000) }),
  links: list(text(32, NODE_ID), { max: 2 * MAX_PARTIES }),
  keys: uint(),
  pendingKeys: uint(),
  sessions: uint(),
  primes: nullable(primeProgressCodec),
  attestation: nullable(attestationStatusCodec),
  forks: list(struct<AttestationFork>({ node: text(32, NODE_ID), sequence: uint(), seenAt: uint() }), {
    max: MAX_PARTIES,
  }),
  presignatures: nullable(presignatureStatusCodec),
});
