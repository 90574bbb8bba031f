import type { Signed, VerifiedKey } from '@quorate/client';
import { keyContextAt, type RequestView } from '@quorate/requests';
import { attestedBytes, type SignedAttestation } from '@quorate/tss-core';
import { pathText } from '../input/path.ts';

type RequestFacts = Omit<RequestView, 'request' | 'signatures' | 'attestations'>;

/** A request for a program: the view, with our names for its ids. */
export function requestJson(view: RequestFacts): Record<string, unknown> {
  const { id, key, keyName, hash, ...rest } = view;
  return { requestId: id, key: keyName, keyId: key, requestHash: hash, ...rest };
}

/** A verified signature with everything needed to use it. */
export function signedJson({
  view,
  request,
  key,
  signatures,
  signers,
  attestations,
  artefact,
}: Signed): Record<string, unknown> {
  const { path } = request.request;
  return {
    requestId: view.id,
    state: view.state,
    key: key.name,
    keyId: key.id,
    path: pathText(path),
    publicKey: hex(keyContextAt(key.certificate.statement, path).publicKey),
    scheme: key.structure.scheme,
    signatures: signatures.map(hex),
    signers,
    attestations: attestations.map((attested) => attestationJson(attested, key)),
    attempts: view.attempts,
    elapsedMs: view.elapsedMs ?? null,
    artefact: {
      kind: artefact.kind,
      text: artefact.text,
      missingSigners: artefact.missingSigners,
      ...(artefact.p256 ? { p256: artefact.p256 } : {}),
    },
    ...(artefact.finalized
      ? { finalized: { txid: artefact.finalized.txid, transaction: artefact.finalized.text } }
      : {}),
  };
}

/** What a module said, and what it takes to check that: SHA-256 of `signed` is what `signature` (P-256, r‖s) is over. */
function attestationJson({ statement, signature }: SignedAttestation, { attestors }: VerifiedKey) {
  const { node, sequence, expiresAt } = statement;
  const attestor = [...attestors.values()].find((one) => one.node === node);
  return {
    ...{ node, sequence, expiresAt, publicKey: attestor ? hex(attestor.publicKey) : null },
    ...{ signed: hex(attestedBytes(statement)), signature: hex(signature) },
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
