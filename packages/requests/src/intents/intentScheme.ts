import { RequestRejected, type SchemeId } from '@quorate/tss-core';

/** The schemes that some intent is for. The core knows more: their keys would have nothing to sign here. */
export const INTENT_SCHEMES = [
  'ecdsa-secp256k1',
  'frost-ed25519',
  'frost-secp256k1-tr',
] as const satisfies readonly SchemeId[];
export type IntentScheme = (typeof INTENT_SCHEMES)[number];

/** Throws RequestRejected `unsupported-scheme` for a scheme without intents. */
export function intentScheme(scheme: SchemeId): IntentScheme {
  const found = INTENT_SCHEMES.find((known) => known === scheme);
  if (found !== undefined) return found;
  throw new RequestRejected('unsupported-scheme', `No intent is signed with keys of scheme ${scheme}.`);
}
