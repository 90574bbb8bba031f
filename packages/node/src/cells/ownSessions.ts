import { bytesToHex } from '@noble/hashes/utils.js';
import {
  certificateCodec,
  keygenDescriptorCodec,
  keygenSessionId,
  MAX_CERTIFICATE_BYTES,
  signingDescriptorCodec,
  signingSessionId,
} from '@quorate/tss-core';
import { auxDescriptorCodec, auxSessionId } from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';
import { ownAuxParty, ownAuxReady } from '../vault/heavy/openAux.ts';
import { ownKeygenReady } from '../vault/openKeygen.ts';
import { MAX_DESCRIPTOR_BYTES, ownSigningReady } from '../vault/openSigning.ts';
import type { OwnReady } from '../vault/readyBook.ts';
import { ownParty } from '../vault/shares.ts';

/** A session that a cell is to open, and the ready of this node that it takes. */
export interface OwnSession {
  /** Hex. */
  readonly id: string;
  readonly own: OwnReady;
}

/**
 * @param encoded descriptor and certificate of the key
 * Throws RequestRejected `not-a-signer` or `not-a-party`; so do the others.
 */
export function signingSession(
  encoded: { readonly descriptor: Uint8Array; readonly certificate: Uint8Array },
  node: string,
): OwnSession {
  const descriptor = decodeCbor(signingDescriptorCodec, encoded.descriptor, MAX_DESCRIPTOR_BYTES, 'signing descriptor');
  const { statement } = decodeCbor(certificateCodec, encoded.certificate, MAX_CERTIFICATE_BYTES, 'certificate');
  const own = ownSigningReady(descriptor, ownParty(statement, node));
  return { id: bytesToHex(signingSessionId(descriptor)), own };
}

export function keygenSession(encoded: Uint8Array, node: string): OwnSession {
  const descriptor = decodeCbor(keygenDescriptorCodec, encoded, MAX_DESCRIPTOR_BYTES, 'keygen descriptor');
  const own = ownKeygenReady(descriptor, ownParty(descriptor, node));
  return { id: bytesToHex(keygenSessionId(descriptor)), own };
}

export function auxSession(encoded: Uint8Array, node: string): OwnSession {
  const descriptor = decodeCbor(auxDescriptorCodec, encoded, MAX_DESCRIPTOR_BYTES, 'aux descriptor');
  const own = ownAuxReady(descriptor, ownAuxParty(descriptor, node));
  return { id: bytesToHex(auxSessionId(descriptor)), own };
}
