/** Failures to connect: no byte of the request can have left. Node's, undici's and OpenSSL's names. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/**
 * Whether what `fetch` threw proves that nothing was sent. Browsers do not say why a fetch failed; there it is false.
 * A host with several addresses fails with one error for each: all must have failed to connect.
 */
export function wasNotSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(wasNotSent);
  if ('code' in error && typeof error.code === 'string' && BEFORE_SENDING.has(error.code)) return true;
  return error.cause !== undefined && wasNotSent(error.cause);
}
