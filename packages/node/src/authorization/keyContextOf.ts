import { type KeyContext, networkScheme } from '@quorate/requests';
import {
  certificateCodec,
  decodeCbor,
  type KeyCertificate,
  MAX_CERTIFICATE_BYTES,
  publicKeyOf,
} from '@quorate/tss-core';

/** The certificate of an active key, as the store holds it: verified when the key was activated. */
export function decodeStoredCertificate(encoded: Uint8Array): KeyCertificate {
  return decodeCbor(certificateCodec, encoded, MAX_CERTIFICATE_BYTES, 'key certificate');
}

/** What an intent needs to know about the key that is to sign it. */
export function keyContextOf(certificate: KeyCertificate): KeyContext {
  const { groupKey, structure } = certificate.statement;
  return { scheme: networkScheme(structure.scheme), groupKey, publicKey: publicKeyOf(certificate) };
}
