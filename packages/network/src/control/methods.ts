import { type Assignment, MAX_CERTIFICATE_BYTES, MAX_PARTIES, type Party } from '@quorate/tss-core';
import { MAX_AUX_CERTIFICATE_BYTES, MAX_PRESIGNATURE_INDEX } from '@quorate/tss-core/ecdsa';
import {
  assignmentCodec,
  bool,
  bytes,
  type Codec,
  list,
  nullable,
  partyCodec,
  struct,
  uint,
} from '@quorate/tss-core/wire';
import {
  acknowledgementBytes,
  auxCertificateBytes,
  certificateBytes,
  descriptorBytes,
  id32,
  KIB,
  MAX_CALL_BYTES,
  MAX_ORDER_BYTES,
  MAX_REQUEST_BYTES,
  type Nothing,
  nothing,
  orderBytes,
  requestBytes,
} from './fields.ts';
import { type KeyList, keyListCodec } from './keyList.ts';
import { type NodeStatus, nodeStatusCodec } from './nodeStatus.ts';
import { type AuxReadiness, auxReadinessCodec, type Readiness, readinessCodec } from './readiness.ts';
import {
  type AuxAnswer,
  auxResultCodec,
  type KeygenAnswer,
  keygenResultCodec,
  type PresignAnswer,
  presignResultCodec,
  type SignResult,
  signResultCodec,
} from './results.ts';

/** The newest aux generations that `listAux` shows. */
export const MAX_LISTED_AUX = 3;

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

/** Requests and answers of every method. Every `bytes` is the encoding of the type its comment names. */
export interface ControlContract {
  status: { request: Nothing; response: NodeStatus };
  listKeys: { request: Nothing; response: KeyList };
  /**
   * `request`: SignedRequest. Idempotent, but every answer carries fresh bytes; with `reserve` also what was made in
   * advance, as long as there is some: nonces, one per message, or, for an ECDSA key, the next presignature of the
   * signers who are considered, if the node is one of them.
   */
  authorize: {
    request: { readonly request: Uint8Array; readonly reserve: boolean; readonly signers: Assignment | null };
    response: Readiness;
  };
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
  /** Active aux generations that serve these parties, as AuxCertificates, the newest first. */
  listAux: {
    request: { readonly parties: readonly Party[] };
    response: { readonly certificates: readonly Uint8Array[] };
  };
  /** SignedOrder for an ECDSA key. Asked the first time, the node begins to look for primes. */
  prepareAux: { request: { readonly order: Uint8Array }; response: AuxReadiness };
  /** SignedOrder, AuxDescriptor. Answers when the ceremony ended. */
  aux: { request: { readonly order: Uint8Array; readonly descriptor: Uint8Array }; response: AuxAnswer };
  /** Whether the node would make a presignature with these signers now, of this index or above all it knows. */
  preparePresign: { request: PresignProposal; response: Readiness };
  /** PresignDescriptor. Answers when the session ended. */
  presign: { request: { readonly descriptor: Uint8Array }; response: PresignAnswer };
  /** AuxCertificate. Idempotent: the generation becomes active on the node. */
  deliverAuxCertificate: { request: { readonly certificate: Uint8Array }; response: Nothing };
}
/** A presignature that is to be made in advance; what else its descriptor says, every node knows. */
export interface PresignProposal {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly auxGeneration: Uint8Array;
  readonly assignment: Assignment;
  readonly index: number;
}
export type MethodName = keyof ControlContract;
export type RequestOf<M extends MethodName> = ControlContract[M]['request'];
export type ResponseOf<M extends MethodName> = ControlContract[M]['response'];

const ENVELOPING = KIB;
const QUICK_MS = 5_000;
const SESSION_MS = 120_000;
/** Its proofs take seconds for each party, and longer on a busy machine. */
const AUX_MS = 600_000;

export const controlMethods: { readonly [M in MethodName]: Method<RequestOf<M>, ResponseOf<M>> } = {
  status: { name: 'status', request: nothing, response: nodeStatusCodec, maxBytes: 256 * KIB, timeoutMs: QUICK_MS },
  listKeys: { name: 'listKeys', request: nothing, response: keyListCodec, maxBytes: MAX_CALL_BYTES, timeoutMs: 10_000 },
  authorize: {
    name: 'authorize',
    request: struct<RequestOf<'authorize'>>({
      request: requestBytes,
      reserve: bool,
      signers: nullable(assignmentCodec),
    }),
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
  listAux: {
    name: 'listAux',
    request: struct<RequestOf<'listAux'>>({ parties: list(partyCodec, { min: 1, max: MAX_PARTIES }) }),
    response: struct<ResponseOf<'listAux'>>({ certificates: list(auxCertificateBytes, { max: MAX_LISTED_AUX }) }),
    maxBytes: MAX_CALL_BYTES,
    timeoutMs: QUICK_MS,
  },
  prepareAux: {
    name: 'prepareAux',
    request: struct<RequestOf<'prepareAux'>>({ order: orderBytes }),
    response: auxReadinessCodec,
    maxBytes: MAX_ORDER_BYTES + ENVELOPING,
    timeoutMs: QUICK_MS,
  },
  aux: {
    name: 'aux',
    request: struct<RequestOf<'aux'>>({ order: orderBytes, descriptor: descriptorBytes }),
    response: auxResultCodec,
    maxBytes: MAX_CALL_BYTES,
    timeoutMs: AUX_MS,
  },
  preparePresign: {
    name: 'preparePresign',
    request: struct<PresignProposal>({
      key: id32,
      auxGeneration: id32,
      assignment: assignmentCodec,
      index: uint(MAX_PRESIGNATURE_INDEX),
    }),
    response: readinessCodec,
    maxBytes: 64 * KIB,
    timeoutMs: QUICK_MS,
  },
  presign: {
    name: 'presign',
    request: struct<RequestOf<'presign'>>({ descriptor: descriptorBytes }),
    response: presignResultCodec,
    maxBytes: MAX_CALL_BYTES,
    timeoutMs: SESSION_MS,
  },
  deliverAuxCertificate: {
    name: 'deliverAuxCertificate',
    request: struct<RequestOf<'deliverAuxCertificate'>>({ certificate: auxCertificateBytes }),
    response: nothing,
    maxBytes: MAX_AUX_CERTIFICATE_BYTES + ENVELOPING,
    timeoutMs: 30_000,
  },
};

export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(controlMethods, name);
}
