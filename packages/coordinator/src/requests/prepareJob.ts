import { cosigningParties, keyContextAt, prepareIntent, requestHash, type SignedRequest } from '@quorate/requests';
import { ciphersuite, messagesHash, RequestRejected } from '@quorate/tss-core';
import type { KnownKey, SigningJob } from '../interfaces.ts';

/**
 * Decodes the intent once and derives what is to be signed.
 * Throws RequestRejected if the intent cannot be decoded or does not fit the key.
 */
export function prepareJob(
  { request }: SignedRequest,
  signed: Uint8Array,
  key: KnownKey,
): Omit<SigningJob, 'signal' | 'earlier'> {
  const context = keyContextAt(key.certificate.statement, request.path);
  const prepare = () => prepareIntent(request.intent, context);
  const prepared = prepare();
  // A request may be pending for days, and what was decoded of a PSBT is up to 70 times its bytes.
  const known = new WeakRef(prepared);
  const { verify } = ciphersuite(context.scheme);
  return {
    request,
    signed,
    hash: requestHash(request),
    key,
    messages: prepared.messages,
    contents: messagesHash(prepared.messages),
    cosigners: cosigningParties(request, key.structure, key.name),
    verifies: (signatures) => attaches(() => (known.deref() ?? prepare()).attach(signatures)),
    verifiesOne: (message, signature) => verify(signature, message, context.publicKey),
  };
}

/** Attaching verifies every signature under the certified key. */
function attaches(attach: () => unknown): boolean {
  try {
    attach();
    return true;
  } catch (problem) {
    if (problem instanceof RequestRejected) return false;
    throw problem;
  }
}
