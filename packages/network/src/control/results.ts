import { MAX_EVIDENCE_BYTES } from '@quorate/tss-core';
import { bytes, type Codec, type Decoded, list, struct, variant } from '@quorate/tss-core/wire';
import { auxCertificateBytes, certificateBytes, code, parties, reason } from './fields.ts';

/** How sessions ended, as one of their nodes tells it. */

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
