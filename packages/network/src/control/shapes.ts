import {
  type Assignment,
  MAX_CERTIFICATE_BYTES,
  MAX_EVIDENCE_BYTES,
  MAX_PARTIES,
  NODE_ID,
  type Ready,
  readyCodec,
} from '@quorate/tss-core';
import { MAX_AUX_CERTIFICATE_BYTES } from '@quorate/tss-core/ecdsa';
import {
  assignmentCodec,
  bytes,
  type Codec,
  type Decoded,
  list,
  nullable,
  partyIndexCodec,
  struct,
  text,
  uint,
  variant,
} from '@quorate/tss-core/wire';

/** What calls carry. Every `bytes` is the encoding of the type that its method names. */

export const KIB = 1 << 10;
export const MIB = 1 << 20;
export const MAX_REQUEST_BYTES = MIB;
export const MAX_ORDER_BYTES = 256 * KIB;
export const MAX_DESCRIPTOR_BYTES = MIB;
export const MAX_LISTED_KEYS = 4096;
/** No method's request or response is larger. */
export const MAX_CALL_BYTES = 4 * MIB;

/** A machine-readable reason, as RequestRejected and ProtocolFault carry them. */
export const REASON_CODE: RegExp = /^[a-z][a-z0-9-]{0,63}$/;

const code = text(64, REASON_CODE);
const reason = text(1000);
const parties = list(partyIndexCodec, { max: MAX_PARTIES });
export const requestBytes = bytes({ min: 1, max: MAX_REQUEST_BYTES });
export const orderBytes = bytes({ min: 1, max: MAX_ORDER_BYTES });
export const descriptorBytes = bytes({ min: 1, max: MAX_DESCRIPTOR_BYTES });
export const certificateBytes = bytes({ min: 1, max: MAX_CERTIFICATE_BYTES });
export const acknowledgementBytes = bytes({ min: 1, max: 4 * KIB });
export const auxCertificateBytes = bytes({ min: 1, max: MAX_AUX_CERTIFICATE_BYTES });
export const id32 = bytes(32);

/** A call without arguments, or an answer without content. */
export type Nothing = Record<string, never>;
export const nothing: Codec<Nothing> = struct<Nothing>({});

/** How far a node is with the primes of its next aux generation. */
export interface PrimeProgress {
  readonly found: number;
  readonly needed: number;
}
const primeProgressCodec: Codec<PrimeProgress> = struct<PrimeProgress>({ found: uint(), needed: uint() });

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

export interface ActiveKey {
  /** SignedOrder. */
  readonly order: Uint8Array;
  /** KeyCertificate. */
  readonly certificate: Uint8Array;
  /** Acknowledgement of storing the share. */
  readonly acknowledgement: Uint8Array;
}
/** A share that is stored and certified by this node, for which no whole certificate has arrived. */
export interface PendingKey {
  readonly key: Uint8Array;
  readonly session: Uint8Array;
  readonly order: Uint8Array;
}
export interface KeyList {
  readonly active: readonly ActiveKey[];
  readonly pending: readonly PendingKey[];
}
export const keyListCodec: Codec<KeyList> = struct<KeyList>({
  active: list(
    struct<ActiveKey>({ order: orderBytes, certificate: certificateBytes, acknowledgement: acknowledgementBytes }),
    { max: MAX_LISTED_KEYS },
  ),
  pending: list(struct<PendingKey>({ key: id32, session: id32, order: orderBytes }), { max: MAX_LISTED_KEYS }),
});

/** The node would not join: `reasons` are sentences for a person. */
export interface Denial {
  readonly code: string;
  readonly reasons: readonly string[];
}
export const readinessCodec = variant<{ ready: Ready; denied: Denial }>({
  ready: readyCodec,
  denied: struct<Denial>({ code, reasons: list(reason, { max: 32 }) }),
});
/** `{kind: 'ready', value: Ready} | {kind: 'denied', value: Denial}` */
export type Readiness = Decoded<typeof readinessCodec>;

export const auxReadinessCodec = variant<{ ready: Ready; preparing: PrimeProgress; denied: Denial }>({
  ready: readyCodec,
  preparing: primeProgressCodec,
  denied: struct<Denial>({ code, reasons: list(reason, { max: 32 }) }),
});
/** As `Readiness`; while the node looks for primes it says how far it is. */
export type AuxReadiness = Decoded<typeof auxReadinessCodec>;

/** The session ended and nobody can be convicted of it. */
export interface Stall {
  readonly missing: Decoded<typeof parties>;
  /** Who said that it leaves the session, and has an answer of its own on its way. */
  readonly left: Decoded<typeof parties>;
  readonly reason: string;
}
/** The session ended with proof against somebody. */
export interface ReportedFault {
  readonly code: string;
  readonly culprits: Decoded<typeof parties>;
  /** Evidence, checkable offline. */
  readonly evidence: Uint8Array;
}
/** The node did not begin the session. */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
}
const stallCodec = struct<Stall>({ missing: parties, left: parties, reason });
const faultCodec = struct<ReportedFault>({ code, culprits: parties, evidence: bytes({ max: MAX_EVIDENCE_BYTES }) });
const refusalCodec = struct<Refusal>({ code, reason });

export const signResultCodec = variant<{
  signed: { readonly signatures: readonly Uint8Array[] };
  stalled: Stall;
  fault: ReportedFault;
  refused: Refusal;
}>({
  signed: struct({ signatures: list(bytes({ min: 64, max: 114 }), { min: 1, max: 1024 }) }),
  stalled: stallCodec,
  fault: faultCodec,
  refused: refusalCodec,
});
export type SignResult = Decoded<typeof signResultCodec>;

export const presignResultCodec = variant<{
  presigned: { readonly presignature: Uint8Array };
  stalled: Stall;
  fault: ReportedFault;
  refused: Refusal;
}>({
  presigned: struct({ presignature: bytes(32) }),
  stalled: stallCodec,
  fault: faultCodec,
  refused: refusalCodec,
});
/** `presigned`: the node has its side of the presignature of this id. */
export type PresignAnswer = Decoded<typeof presignResultCodec>;

/** How a session of all parties ended, with what it made. */
function certifiedOr(certificate: Codec<Uint8Array>) {
  return variant<{
    certified: { readonly certificate: Uint8Array };
    stalled: Stall;
    fault: ReportedFault;
    refused: Refusal;
  }>({
    certified: struct({ certificate }),
    stalled: stallCodec,
    fault: faultCodec,
    refused: refusalCodec,
  });
}

export const keygenResultCodec: ReturnType<typeof certifiedOr> = certifiedOr(certificateBytes);
export type KeygenAnswer = Decoded<typeof keygenResultCodec>;

export const auxResultCodec: ReturnType<typeof certifiedOr> = certifiedOr(auxCertificateBytes);
export type AuxAnswer = Decoded<typeof auxResultCodec>;

/** The newest aux generations that `listAux` shows. */
export const MAX_LISTED_AUX = 3;
