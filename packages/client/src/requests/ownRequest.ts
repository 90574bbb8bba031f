import {
  type ClusterFile,
  decodeSignedRequest,
  fromBase64,
  type RequestView,
  requestHash,
  type SignedRequest,
  toHex,
  verifyDeskSignature,
} from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';

/**
 * The request behind a view, as this desk signed it: what the coordinator sent back, unless the caller still has it.
 * Throws RequestRejected when the view is about anything else.
 */
export function ownRequest(view: RequestView, cluster: ClusterFile, desk: string, held?: SignedRequest): SignedRequest {
  const signed = held ?? returnedRequest(view, cluster);
  const { request } = signed;
  if (request.desk !== desk || view.desk !== desk) refuse('it answered with the request of another desk');
  const same = view.id === request.id && view.key === toHex(request.key) && view.hash === toHex(requestHash(request));
  if (!same) refuse('it answered about another request than the one that was asked for');
  return signed;
}

function returnedRequest(view: RequestView, cluster: ClusterFile): SignedRequest {
  if (view.request === undefined) return refuse('it does not give the request back, so nothing can be checked');
  const signed = decodeSignedRequest(fromBase64(view.request));
  verifyDeskSignature(signed, cluster);
  return signed;
}

function refuse(sentence: string): never {
  throw new RequestRejected('false-answer', sentence);
}
