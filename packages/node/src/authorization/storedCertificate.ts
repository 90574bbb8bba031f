import { certificateCodec, type KeyCertificate, MAX_CERTIFICATE_BYTES } from '@quorate/tss-core';
import { type AuxCertificate, auxCertificateCodec, MAX_AUX_CERTIFICATE_BYTES } from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';

/** The certificate of an active key, as the store holds it: verified when the key was activated. */
export function decodeStoredCertificate(encoded: Uint8Array): KeyCertificate {
  return decodeCbor(certificateCodec, encoded, MAX_CERTIFICATE_BYTES, 'key certificate');
}

/** The certificate of an active aux generation, verified when that was activated. */
export function decodeStoredAux(encoded: Uint8Array): AuxCertificate {
  return decodeCbor(auxCertificateCodec, encoded, MAX_AUX_CERTIFICATE_BYTES, 'aux certificate');
}
