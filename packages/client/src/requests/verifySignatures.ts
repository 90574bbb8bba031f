import { fromHex, keyContextAt, prepareIntent, type RequestView, type SignedRequest } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import type { VerifiedKey } from '../keys/verifiedKey.ts';
import type { Signed } from '../outcome.ts';
import { verifyAttestations } from './verifyAttestations.ts';

/**
 * Prepares the intent anew and puts the signatures into it, which verifies each of them under the verified key; and
 * verifies what modules attested. Throws RequestRejected when one does not fit.
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
  const attestations = verifyAttestations(view, request, prepared.messages, key);
  const signers = view.signers ?? [];
  return { kind: 'signed', view, request, key, prepared, signatures, signers, attestations, artefact };
}
