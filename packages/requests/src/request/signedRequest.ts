import { type StatementType, statementHash } from '@quorate/tss-core/wire';
import { signAsPerson } from '../people/personStatement.ts';
import { decodeOrReject, encodeOrReject } from '../schema/decodeOrReject.ts';
import {
  MAX_REQUEST_BYTES,
  REQUEST_TAG,
  type SignedRequest,
  type SignRequest,
  signedRequestCodec,
  signRequestCodec,
} from './signRequest.ts';

export const requestStatement: StatementType<SignRequest> = { tag: REQUEST_TAG, codec: signRequestCodec };

/** Names the request everywhere: in readies, session ids, logs and answers. 32 bytes. */
export function requestHash(request: SignRequest): Uint8Array {
  return statementHash(requestStatement, request);
}

/**
 * Signs with the desk's seed (32 bytes, secret). Throws RequestRejected `bad-request` for a request that no node could
 * decode.
 */
export function signRequest(request: SignRequest, deskSecret: Uint8Array): SignedRequest {
  const signed = { request, signature: signAsPerson(requestStatement, request, deskSecret) };
  encodeSignedRequest(signed);
  return signed;
}

export function encodeSignedRequest(signed: SignedRequest): Uint8Array {
  return encodeOrReject(signedRequestCodec, signed, MAX_REQUEST_BYTES, 'request', 'bad-request');
}

/** Throws RequestRejected `bad-request`. Checks the form only: see `verifyRequest`. */
export function decodeSignedRequest(encoded: Uint8Array): SignedRequest {
  return decodeOrReject(signedRequestCodec, encoded, MAX_REQUEST_BYTES, 'request', 'bad-request');
}
