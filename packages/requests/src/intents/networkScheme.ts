import { RequestRejected, type SchemeId } from '@quorate/tss-core';

/** The schemes that some intent is for. The core knows more: a key of those could be made here, and sign nothing. */
export const NETWORK_SCHEMES = ['frost-ed25519', 'frost-secp256k1-tr'] as const satisfies readonly SchemeId[];
export type NetworkScheme = (typeof NETWORK_SCHEMES)[number];

/** Throws RequestRejected `unsupported-scheme` for a scheme without intents. */
export function networkScheme(scheme: SchemeId): NetworkScheme {
  const found = NETWORK_SCHEMES.find((known) => known === scheme);
  if (found !== undefined) return found;
  throw new RequestRejected(
    'unsupported-scheme',
    `Keys of scheme ${scheme} cannot be used in a cluster, since no intent is signed with them.`,
    `Use one of ${NETWORK_SCHEMES.join(', ')}.`,
  );
}
