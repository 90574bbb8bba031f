import { bytesToHex } from '@noble/hashes/utils.js';
import {
  derivePath,
  equalBytes,
  type KeyCertificate,
  type PartyIndex,
  type Protocol,
  RequestRejected,
  Session,
  type SigningDescriptor,
  signersOf,
  signingDescriptorCodec,
  signingSessionId,
} from '@quorate/tss-core';
import {
  type AuxCertificate,
  auxGenerationOf,
  type EcdsaGroup,
  type PresignatureCertificate,
} from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';
import { decodeStoredAux, decodeStoredCertificate } from '../authorization/storedCertificate.ts';
import { LiveSession } from './liveSession.ts';
import { checkKey, MAX_DESCRIPTOR_BYTES } from './openSigning.ts';
import type { VaultSecrets } from './secrets.ts';
import { ownParty } from './shares.ts';
import type { Identities } from './vault.ts';

/** The certificates that an ECDSA session rests on, encoded: the store's, which were verified when they came in. */
export interface EcdsaCertificates {
  readonly certificate: Uint8Array;
  readonly aux: { readonly certificate: Uint8Array };
  readonly identities: Identities;
}

/** A key as one of its parties sees it. */
export interface EcdsaKeyFacts {
  readonly certificate: KeyCertificate;
  readonly aux: AuxCertificate;
  readonly self: PartyIndex;
  readonly identities: Identities;
}

/** What a signing session is about. */
export interface SigningFacts extends EcdsaKeyFacts {
  readonly descriptor: SigningDescriptor;
}

export type EcdsaSigning = { readonly id: string; readonly session: LiveSession<Uint8Array> };

export function decodeKeyFacts(
  { certificate: encoded, aux, identities }: EcdsaCertificates,
  node: string,
): EcdsaKeyFacts {
  const certificate = decodeStoredCertificate(encoded);
  return {
    certificate,
    aux: decodeStoredAux(aux.certificate),
    self: ownParty(certificate.statement, node),
    identities,
  };
}

export function decodeSigningFacts(
  params: EcdsaCertificates & { readonly descriptor: Uint8Array },
  node: string,
): SigningFacts {
  const descriptor = decodeCbor(signingDescriptorCodec, params.descriptor, MAX_DESCRIPTOR_BYTES, 'signing descriptor');
  return { ...decodeKeyFacts(params, node), descriptor };
}

/** RequestRejected `wrong-key` unless key and aux generation are those that the session names. */
export function checkFacts(
  { descriptor, certificate, aux }: SigningFacts,
  secrets: Pick<VaultSecrets, 'cluster'>,
): void {
  checkKey(descriptor, certificate, secrets);
  checkGeneration(descriptor, aux);
}

/** RequestRejected `wrong-key` unless the certificate is of the aux generation that a session names. */
export function checkGeneration(
  { auxGeneration }: Pick<SigningDescriptor, 'auxGeneration'>,
  { statement }: AuxCertificate,
): void {
  if (equalBytes(auxGeneration, auxGenerationOf(statement))) return;
  throw new RequestRejected('wrong-key', 'the session is about another aux generation than the secrets');
}

/** τ of the descriptor's path. */
export function tweakOf({ descriptor, certificate }: SigningFacts, { publicKey }: EcdsaGroup): bigint {
  const { suite, groupKey } = publicKey;
  return derivePath(suite, groupKey, certificate.statement.chainCode, descriptor.path).tweak;
}

/**
 * The session that runs a protocol which ends with the signature of the descriptor's message.
 * @param presignature what is signed with; null where it is made in the session
 */
export function ecdsaSession(
  { descriptor, certificate, aux, self, identities: all }: SigningFacts,
  protocol: Protocol<Uint8Array>,
  { identitySecret }: Pick<VaultSecrets, 'identitySecret'>,
  presignature: PresignatureCertificate | null,
  wipe: () => void,
): EcdsaSigning {
  const { cluster, key, epoch, assignment } = descriptor;
  const session = signingSessionId(descriptor);
  const header = { cluster, key, epoch, session };
  const identities = identitiesOfSigners(all, signersOf(assignment));
  return {
    id: bytesToHex(session),
    session: new LiveSession({
      session: new Session({ header, self, identities, identitySecret, protocol }),
      outcomeOf: (signature) => ({ kind: 'signed', signatures: [signature] }),
      subject: { kind: 'ecdsa-signing', value: { descriptor, certificate, aux, presignature } },
      wipe,
    }),
  };
}

export function identitiesOfSigners(all: Identities, signers: readonly PartyIndex[]): Identities {
  return new Map([...all].filter(([party]) => signers.includes(party)));
}
