import { checkAttestation, fromBase64, type RequestView, requestHash, type SignedRequest } from '@quorate/requests';
import {
  assignmentFor,
  equalBytes,
  MAX_ATTESTATION_BYTES,
  messagesHash,
  RequestRejected,
  type SignedAttestation,
  signedAttestationCodec,
} from '@quorate/tss-core';
import { DecodeError, decodeCbor } from '@quorate/tss-core/wire';
import type { VerifiedKey } from '../keys/verifiedKey.ts';

/**
 * What the modules of the signers attested of this very request: each by the key that the pinned cluster file has, and
 * one at least of every node that has such a key and took part, or had to. When they expired is long over and no matter.
 * Throws RequestRejected where one is false or missing.
 */
export function verifyAttestations(
  view: RequestView,
  request: SignedRequest,
  messages: readonly Uint8Array[],
  key: VerifiedKey,
): readonly SignedAttestation[] {
  const attestations = (view.attestations ?? []).map(decoded);
  for (const attested of attestations) checkOne(attested, request, messages, key);
  for (const node of expectedOf(view, request, key)) {
    if (attestations.some(({ statement }) => statement.node === node)) continue;
    throw new RequestRejected(
      'false-answer',
      `it gives no attestation by the module of ${node}, which took part or had to`,
    );
  }
  return attestations;
}

function checkOne(
  attested: SignedAttestation,
  { request }: SignedRequest,
  messages: readonly Uint8Array[],
  key: VerifiedKey,
): void {
  const { statement } = attested;
  const attestor = [...key.attestors.values()].find(({ node }) => node === statement.node);
  if (!attestor) {
    throw new RequestRejected(
      'false-answer',
      `it attests something in the name of ${statement.node}, for which no key is pinned`,
    );
  }
  checkAttestation(attested, attestor);
  const { cluster, key: id, epoch } = key.certificate.statement;
  const isOfThis =
    statement.purpose === 'ready' &&
    statement.epoch === epoch &&
    equalBytes(statement.cluster, cluster) &&
    equalBytes(statement.key, id) &&
    equalBytes(statement.subject, requestHash(request)) &&
    equalBytes(statement.contents, messagesHash(messages));
  if (!isOfThis)
    throw new RequestRejected('false-answer', `the attestation of ${statement.node} is about something else`);
}

/** Nodes with a module that signed, as the coordinator says, or without which there is no such signature. */
function expectedOf({ signers = [] }: RequestView, { request }: SignedRequest, { structure, attestors }: VerifiedKey) {
  const everybody = structure.parties.map(({ index }) => index);
  return [...attestors].flatMap(([party, { node }]) => {
    const without = new Set(everybody.filter((other) => other !== party));
    const isNeeded = assignmentFor(structure, without) === undefined || request.cosigners.includes(node);
    return isNeeded || signers.includes(node) ? [node] : [];
  });
}

function decoded(text: string): SignedAttestation {
  try {
    return decodeCbor(signedAttestationCodec, fromBase64(text), MAX_ATTESTATION_BYTES, 'attestation');
  } catch (problem) {
    if (problem instanceof DecodeError) throw new RequestRejected('false-answer', problem.message);
    throw problem;
  }
}
