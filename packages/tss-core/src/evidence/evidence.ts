import type { FaultCode, ProtocolFault } from '../errors.ts';
import { type SignedBatch, signedBatchCodec } from '../frost/stock/commitmentBatch.ts';
import { certificateCodec, type KeyCertificate } from '../keys/certificate.ts';
import { type PartyIndex, partyIndexCodec } from '../keys/structure.ts';
import {
  type KeygenDescriptor,
  keygenDescriptorCodec,
  type SigningDescriptor,
  signingDescriptorCodec,
} from '../session/descriptor.ts';
import { type Codec, choice, decodeCbor, encodeCbor, list, literal, struct, variant } from '../wire/codec.ts';
import { type Envelope, envelopeCodec } from '../wire/envelope.ts';
import { type EcdsaSubject, type EcdsaSubjectKinds, ecdsaSubjectCodecs } from './ecdsaSubject.ts';

interface SubjectKinds extends EcdsaSubjectKinds {
  readonly signing: { readonly descriptor: SigningDescriptor; readonly certificate: KeyCertificate };
  readonly keygen: { readonly descriptor: KeygenDescriptor };
}
/** Which session the evidence is about: the preimage of its id, and for a signing the certificates that it rests on. */
export type EvidenceSubject =
  | { readonly kind: 'signing'; readonly value: SubjectKinds['signing'] }
  | { readonly kind: 'keygen'; readonly value: SubjectKinds['keygen'] }
  | EcdsaSubject;

/** Signed envelopes that convict a party, and what is needed to judge them offline beside a cluster file. */
export interface Evidence {
  readonly version: 1;
  readonly code: FaultCode;
  readonly culprits: readonly PartyIndex[];
  readonly subject: EvidenceSubject;
  readonly envelopes: readonly Envelope[];
  /** Where commitments were given in advance: the signed batch of every signer. */
  readonly batches: readonly SignedBatch[];
}

/** The largest encoded evidence, in bytes. */
export const MAX_EVIDENCE_BYTES = 3 << 20;

const FAULT_CODES: readonly FaultCode[] = [
  'equivocation',
  'malformed-message',
  'bad-opening',
  'wrong-commitment-length',
  'bad-proof-of-possession',
  'wrong-dealt-share',
  'false-complaint',
  'wrong-certificate-signature',
  'invalid-share',
  'invalid-parameters',
  'invalid-proof',
  'invalid-ciphertext',
  'wrong-verdict',
];

const evidenceCodec: Codec<Evidence> = struct<Evidence>({
  version: literal(1),
  code: choice(...FAULT_CODES),
  culprits: list(partyIndexCodec, { min: 1, max: 255 }),
  subject: variant<SubjectKinds>({
    signing: struct<SubjectKinds['signing']>({ descriptor: signingDescriptorCodec, certificate: certificateCodec }),
    keygen: struct<SubjectKinds['keygen']>({ descriptor: keygenDescriptorCodec }),
    ...ecdsaSubjectCodecs,
  }),
  envelopes: list(envelopeCodec, { min: 1, max: 1024 }),
  batches: list(signedBatchCodec, { max: 255 }),
});

/**
 * Puts a session's fault into a form that anybody can judge.
 * @param batches where the session's commitments were given in advance
 */
export function buildEvidence(
  fault: Pick<ProtocolFault, 'code' | 'culprits'>,
  envelopes: readonly Envelope[],
  subject: EvidenceSubject,
  batches: readonly SignedBatch[] = [],
): Evidence {
  return { version: 1, code: fault.code, culprits: fault.culprits, subject, envelopes, batches };
}

/** The file that `verifyEvidence` takes, at most MAX_EVIDENCE_BYTES. */
export function encodeEvidence(evidence: Evidence): Uint8Array {
  return encodeCbor(evidenceCodec, evidence);
}

/** Throws DecodeError. */
export function decodeEvidence(encoded: Uint8Array): Evidence {
  return decodeCbor(evidenceCodec, encoded, MAX_EVIDENCE_BYTES, 'evidence');
}
