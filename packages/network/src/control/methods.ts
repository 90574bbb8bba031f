import {
  MAX_CERTIFICATE_BYTES,
  MAX_EVIDENCE_BYTES,
  MAX_PARTIES,
  NODE_ID,
  type Ready,
  readyCodec,
} from '@quorate/tss-core';
import {
  bool,
  bytes,
  type Codec,
  type Decoded,
  list,
  partyIndexCodec,
  struct,
  text,
  uint,
  variant,
} from '@quorate/tss-core/wire';

/**
 * What a coordinator may ask of a node: the whole contract, as data. Orders, requests, descriptors, certificates and
 * evidence cross as opaque bytes, since each has a strict codec and a signature of its own that its reader checks.
 */
export interface Method<Q, A> {
  readonly name: string;
  readonly request: Codec<Q>;
  readonly response: Codec<A>;
  /** The largest encoded request, and the largest encoded response. */
  readonly maxBytes: number;
  /** How long the caller waits unless it says otherwise. */
  readonly timeoutMs: number;
}

const KIB = 1 << 10;
const MIB = 1 << 20;
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
const requestBytes = bytes({ min: 1, max: MAX_REQUEST_BYTES });
const orderBytes = bytes({ min: 1, max: MAX_ORDER_BYTES });
const descriptorBytes = bytes({ min: 1, max: MAX_DESCRIPTOR_BYTES });
const certificateBytes = bytes({ min: 1, max: MAX_CERTIFICATE_BYTES });
const acknowledgementBytes = bytes({ min: 1, max: 4 * KIB });
const id32 = bytes(32);

/** A call without arguments, or an answer without content. */
export type Nothing = Record<string, never>;
const nothing: Codec<Nothing> = struct<Nothing>({});

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
}
const nodeStatusCodec: Codec<NodeStatus> = struct<NodeStatus>({
  id: text(32, NODE_ID),
  version: text(64),
  pid: uint(),
  uptimeMs: uint(),
  rules: struct({ name: text(64), description: text(1000) }),
  links: list(text(32, NODE_ID), { max: 2 * MAX_PARTIES }),
  keys: uint(),
  pendingKeys: uint(),
  sessions: uint(),
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
const keyListCodec: Codec<KeyList> = struct<KeyList>({
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
const readinessCodec = variant<{ ready: Ready; denied: Denial }>({
  ready: readyCodec,
  denied: struct<Denial>({ code, reasons: list(reason, { max: 32 }) }),
});
/** `{kind: 'ready', value: Ready} | {kind: 'denied', value: Denial}` */
export type Readiness = Decoded<typeof readinessCodec>;

/** The session ended and nobody can be convicted of it. */
export interface Stall {
  readonly missing: Decoded<typeof parties>;
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
const stallCodec = struct<Stall>({ missing: parties, reason });
const faultCodec = struct<ReportedFault>({ code, culprits: parties, evidence: bytes({ max: MAX_EVIDENCE_BYTES }) });
const refusalCodec = struct<Refusal>({ code, reason });

const signResultCodec = variant<{
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

const keygenResultCodec = variant<{
  certified: { readonly certificate: Uint8Array };
  stalled: Stall;
  fault: ReportedFault;
  refused: Refusal;
}>({
  certified: struct({ certificate: certificateBytes }),
  stalled: stallCodec,
  fault: faultCodec,
  refused: refusalCodec,
});
export type KeygenAnswer = Decoded<typeof keygenResultCodec>;

/** Requests and answers of every method. Every `bytes` is the encoding of the type its comment names. */
export interface ControlContract {
  status: { request: Nothing; response: NodeStatus };
  listKeys: { request: Nothing; response: KeyList };
  /**
   * `request`: SignedRequest. Idempotent, but every answer carries fresh bytes; with `reserve` also nonces given in
   * advance, one per message, as long as there are some.
   */
  authorize: { request: { readonly request: Uint8Array; readonly reserve: boolean }; response: Readiness };
  /** SignedRequest, SigningDescriptor. Answers when the session ended. */
  sign: { request: { readonly request: Uint8Array; readonly descriptor: Uint8Array }; response: SignResult };
  /** Ends a session at once; unknown sessions are ignored. */
  abort: { request: { readonly session: Uint8Array }; response: Nothing };
  /** Signed CancelOrder of the desk. */
  cancel: { request: { readonly cancel: Uint8Array }; response: Nothing };
  /** SignedOrder. */
  prepareKeygen: { request: { readonly order: Uint8Array }; response: Readiness };
  /** SignedOrder, KeygenDescriptor. Answers when the ceremony ended. */
  keygen: { request: { readonly order: Uint8Array; readonly descriptor: Uint8Array }; response: KeygenAnswer };
  /** SignedOrder, KeyCertificate -> Acknowledgement. Idempotent: the node activates its pending share. */
  deliverCertificate: {
    request: { readonly order: Uint8Array; readonly certificate: Uint8Array };
    response: { readonly acknowledgement: Uint8Array };
  };
}
export type MethodName = keyof ControlContract;
export type RequestOf<M extends MethodName> = ControlContract[M]['request'];
export type ResponseOf<M extends MethodName> = ControlContract[M]['response'];

const ENVELOPING = KIB;
const QUICK_MS = 5_000;
const SESSION_MS = 120_000;

export const controlMethods: { readonly [M in MethodName]: Method<RequestOf<M>, ResponseOf<M>> } = {
  status: { name: 'status', request: nothing, response: nodeStatusCodec, maxBytes: 64 * KIB, timeoutMs: QUICK_MS },
  listKeys: { name: 'listKeys', request: nothing, response: keyListCodec, maxBytes: MAX_CALL_BYTES, timeoutMs: 10_000 },
  authorize: {
    name: 'authorize',
    request: struct<RequestOf<'authorize'>>({ request: requestBytes, reserve: bool }),
    response: readinessCodec,
    maxBytes: MAX_REQUEST_BYTES + ENVELOPING,
    timeoutMs: QUICK_MS,
  },
  sign: {
    name: 'sign',
    request: struct<RequestOf<'sign'>>({ request: requestBytes, descriptor: descriptorBytes }),
    response: signResultCodec,
    maxBytes: MAX_CALL_BYTES,
    timeoutMs: SESSION_MS,
  },
  abort: {
    name: 'abort',
    request: struct<RequestOf<'abort'>>({ session: id32 }),
    response: nothing,
    maxBytes: KIB,
    timeoutMs: QUICK_MS,
  },
  cancel: {
    name: 'cancel',
    request: struct<RequestOf<'cancel'>>({ cancel: bytes({ min: 1, max: 4 * KIB }) }),
    response: nothing,
    maxBytes: 8 * KIB,
    timeoutMs: QUICK_MS,
  },
  prepareKeygen: {
    name: 'prepareKeygen',
    request: struct<RequestOf<'prepareKeygen'>>({ order: orderBytes }),
    response: readinessCodec,
    maxBytes: MAX_ORDER_BYTES + ENVELOPING,
    timeoutMs: QUICK_MS,
  },
  keygen: {
    name: 'keygen',
    request: struct<RequestOf<'keygen'>>({ order: orderBytes, descriptor: descriptorBytes }),
    response: keygenResultCodec,
    maxBytes: MAX_CALL_BYTES,
    timeoutMs: SESSION_MS,
  },
  deliverCertificate: {
    name: 'deliverCertificate',
    request: struct<RequestOf<'deliverCertificate'>>({ order: orderBytes, certificate: certificateBytes }),
    response: struct<ResponseOf<'deliverCertificate'>>({ acknowledgement: acknowledgementBytes }),
    maxBytes: MAX_ORDER_BYTES + MAX_CERTIFICATE_BYTES + ENVELOPING,
    timeoutMs: 10_000,
  },
};

export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(controlMethods, name);
}
