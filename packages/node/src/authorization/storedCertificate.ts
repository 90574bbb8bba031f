import { certificateCodec, type KeyCertificate, MAX_CERTIFICATE_BYTES, remembering } from '@quorate/tss-core';
import { type AuxCertificate, auxCertificateCodec, MAX_AUX_CERTIFICATE_BYTES } from '@quorate/tss-core/ecdsa';
import { decodeCbor } from '@quorate/tss-core/wire';

/** Of the keys used last: what is derived from a certificate is kept with it. */
const MAX_REMEMBERED = 64;

const keyCertificate = remembering(MAX_REMEMBERED, (encoded) =>
  decodeCbor(certificateCodec, encoded, MAX_CERTIFICATE_BYTES, 'key certificate'),
);
const auxCertificate = remembering(MAX_REMEMBERED, (encoded) =>
  decodeCbor(auxCertificateCodec, encoded, MAX_AUX_CERTIFICATE_BYTES, 'aux certificate'),
);

/** The certificate of an active key, as the store holds it: verified when the key was activated. */
export function decodeStoredCertificate(encoded: Uint8Array): KeyCertificate {
  return keyCertificate(encoded);
}

/** The certificate of an active aux generation, verified when that was activated. */
export function decodeStoredAux(encoded: Uint8Array): AuxCertificate {
  return auxCertificate(encoded);
}
