import { RequestRejected, type SchemeId } from '@quorate/tss-core';

/** The schemes that nodes make keys of and sign with. The core knows more: their keys would have nothing to sign here. */
export const NETWORK_SCHEMES = [
  'ecdsa-p256',
  'ecdsa-secp256k1',
  'frost-ed25519',
  'frost-secp256k1-tr',
] as const satisfies readonly SchemeId[];
export type NetworkScheme = (typeof NETWORK_SCHEMES)[number];

/** Throws RequestRejected `unsupported-scheme` for a scheme that nodes do not sign with. */
export function networkScheme(scheme: SchemeId): NetworkScheme {
  const found = NETWORK_SCHEMES.find((known) => known === scheme);
  if (found !== undefined) return found;
  throw new RequestRejected(
    'unsupported-scheme',
    `Keys of scheme ${scheme} cannot be used in a cluster.`,
    `Use one of ${NETWORK_SCHEMES.join(', ')}.`,
  );
}
