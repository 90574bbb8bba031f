import { fromHex, keyContextAt, prepareIntent, type RequestView, type SignedRequest } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import type { VerifiedKey } from '../keys/verifiedKey.ts';
import type { Signed } from '../outcome.ts';

/**
 * Prepares the intent anew and puts the signatures into it, which verifies each of them under the verified key.
 * Throws RequestRejected when one does not fit.
 */
export function verifySignatures(view: RequestView, request: SignedRequest, key: VerifiedKey): Signed {
  const { intent, path } = request.request;
  const prepared = prepareIntent(intent, keyContextAt(key.certificate.statement, path));
  const signatures = (view.signatures ?? []).map(fromHex);
  if (signatures.length !== prepared.messages.length) {
    throw new RequestRejected(
      'false-answer',
      `it gives ${signatures.length} signatures where ${prepared.messages.length} are needed`,
    );
  }
  const artefact = prepared.attach(signatures);
  return { kind: 'signed', view, request, key, prepared, signatures, signers: view.signers ?? [], artefact };
}
