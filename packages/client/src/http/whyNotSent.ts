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
 * The name of the failure to connect, if what `fetch` threw proves that nothing was sent. Browsers do not say why a fetch
 * failed; there it is undefined. A host with several addresses fails with one error for each: all must have failed to connect.
 */
export function whyNotSent(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError && error.errors.length > 0) {
    const reasons = error.errors.map(whyNotSent);
    return reasons.includes(undefined) ? undefined : reasons[0];
  }
  if ('code' in error && typeof error.code === 'string' && BEFORE_SENDING.has(error.code)) return error.code;
  return whyNotSent(error.cause);
}
