import { equalBytes } from '../bytes.ts';
import { type AuxDescriptor, auxDescriptorCodec, auxHeader } from '../ecdsa/auxInfo/descriptor.ts';
import {
  type AuxCertificate,
  auxCertificateCodec,
  auxGenerationOf,
  isAscending,
  verifyAuxCertificate,
} from '../ecdsa/auxInfo/statement.ts';
import { type EcdsaGroup, ecdsaGroup } from '../ecdsa/ecdsaGroup.ts';
import { type PresignDescriptor, presignDescriptorCodec, presignHeader } from '../ecdsa/presign/descriptor.ts';
import { type PresignatureCertificate, presignatureCertificateCodec } from '../ecdsa/presign/statement.ts';
import type { EcdsaEngine } from '../ecdsa/setting.ts';
import { certificateCodec, type KeyCertificate } from '../keys/certificate.ts';
import type { Party, PartyIndex } from '../keys/structure.ts';
import { verifyCertificate } from '../keys/verifyCertificate.ts';
import { type SigningDescriptor, signingDescriptorCodec, signingSessionId } from '../session/descriptor.ts';
import { checkAssignment, signersOf } from '../sharing/assignment.ts';
import { nullable, struct } from '../wire/codec.ts';
import type { Envelope, SessionHeader } from '../wire/envelope.ts';
import { type Casefile, demand } from './casefile.ts';

/** The sessions of threshold ECDSA, with the certificates that say what its parties are to be judged by. */
export interface EcdsaSubjectKinds {
  readonly aux: { readonly descriptor: AuxDescriptor };
  readonly presign: {
    readonly descriptor: PresignDescriptor;
    readonly certificate: KeyCertificate;
    readonly aux: AuxCertificate;
  };
  readonly 'ecdsa-signing': {
    readonly descriptor: SigningDescriptor;
    readonly certificate: KeyCertificate;
    readonly aux: AuxCertificate;
    /** What was signed with; null where it was made in the session itself. */
    readonly presignature: PresignatureCertificate | null;
  };
}
export type EcdsaSubject = {
  [kind in keyof EcdsaSubjectKinds]: { readonly kind: kind; readonly value: EcdsaSubjectKinds[kind] };
}[keyof EcdsaSubjectKinds];

export const ecdsaSubjectCodecs = {
  aux: struct<EcdsaSubjectKinds['aux']>({ descriptor: auxDescriptorCodec }),
  presign: struct<EcdsaSubjectKinds['presign']>({
    descriptor: presignDescriptorCodec,
    certificate: certificateCodec,
    aux: auxCertificateCodec,
  }),
  'ecdsa-signing': struct<EcdsaSubjectKinds['ecdsa-signing']>({
    descriptor: signingDescriptorCodec,
    certificate: certificateCodec,
    aux: auxCertificateCodec,
    presignature: nullable(presignatureCertificateCodec),
  }),
};

export function ecdsaHeader(subject: EcdsaSubject): SessionHeader {
  if (subject.kind === 'aux') return auxHeader(subject.value.descriptor);
  if (subject.kind === 'presign') return presignHeader(subject.value.descriptor);
  const { descriptor } = subject.value;
  const { cluster, key, epoch } = descriptor;
  return { cluster, key, epoch, session: signingSessionId(descriptor) };
}

/** @param identityOf identity key of a node, which throws for one that the cluster file does not have */
export function ecdsaCasefile(
  subject: EcdsaSubject,
  envelopes: readonly Envelope[],
  identityOf: (node: string) => Uint8Array,
): Casefile {
  const header = ecdsaHeader(subject);
  const members = membersOf(subject);
  const identities = new Map(members.map(({ index, node }) => [index, identityOf(node)]));
  if (subject.kind === 'aux') {
    demand(isAscending(members), 'its parties are not in ascending order without repetition');
    return { header, members, parties: members.map(({ index }) => index), identities, envelopes };
  }
  checkCertificates(subject, identities, identityOf);
  return { header, members, parties: signersOf(subject.value.descriptor.assignment), identities, envelopes };
}

function membersOf(subject: EcdsaSubject): readonly Party[] {
  return subject.kind === 'aux'
    ? subject.value.descriptor.parties
    : subject.value.certificate.statement.structure.parties;
}

function checkCertificates(
  { value }: Exclude<EcdsaSubject, { kind: 'aux' }>,
  identities: ReadonlyMap<PartyIndex, Uint8Array>,
  identityOf: (node: string) => Uint8Array,
): void {
  const { descriptor, certificate, aux } = value;
  verifyCertificate(certificate, identities);
  verifyAuxCertificate(aux, new Map(aux.statement.parties.map(({ index, node }) => [index, identityOf(node)])));
  const { statement } = certificate;
  const { structure } = statement;
  demand(
    equalBytes(statement.key, descriptor.key) && statement.epoch === descriptor.epoch,
    'its certificate is of another key',
  );
  demand(equalBytes(statement.cluster, descriptor.cluster), 'its certificate is of another cluster');
  demand(equalBytes(statement.groupKey, descriptor.groupKey), 'its certificate is of another key');
  demand(structure.scheme === descriptor.scheme, 'its certificate is of a key of another scheme');
  demand(
    equalBytes(auxGenerationOf(aux.statement), descriptor.auxGeneration),
    'its aux certificate is of another generation',
  );
  checkAssignment(structure, descriptor.assignment);
}

/** The group that the parties of a session computed in. */
export function groupOfSubject({ value }: Exclude<EcdsaSubject, { kind: 'aux' }>, engine: EcdsaEngine): EcdsaGroup {
  const { descriptor, certificate, aux } = value;
  return ecdsaGroup(certificate.statement, aux.statement, descriptor.assignment, engine);
}
