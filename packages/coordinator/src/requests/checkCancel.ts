import { bytesToHex } from '@noble/hashes/utils.js';
import { type ClusterFile, decodeSignedCancel, type RequestView, verifyCancel } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';

/**
 * Throws unless the desk that asked takes this very request back.
 * @throws RequestRejected `bad-cancel`, `foreign-cluster`, `unknown-desk`, `bad-desk-signature`, `other-request`
 */
export function checkCancel(encoded: Uint8Array, request: RequestView, cluster: ClusterFile): void {
  const signed = decodeSignedCancel(encoded);
  const desk = verifyCancel(signed, cluster);
  if (desk.id === request.desk && bytesToHex(signed.cancel.requestHash) === request.hash) return;
  throw new RequestRejected('other-request', `the cancel order does not name request ${request.id} of ${request.desk}`);
}
