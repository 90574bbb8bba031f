import { bytesToHex } from '@noble/hashes/utils.js';
import { type ClusterFile, decodeSignedCancel, type RequestView, verifyCancel } from '@quorate/requests';
import { RequestRejected } from '@quorate/tss-core';
import type { KnownKey, Nodes } from '../interfaces.ts';

/** A node that does not answer in this time is told no more: it was not asked to sign either. */
const TELL_MS = 2_000;

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

/** Gives the cancel order to every node of the key that can be reached, and waits for their answers. */
export async function tellNodes(cancel: Uint8Array, key: KnownKey | undefined, nodes: Nodes): Promise<void> {
  const parties = key?.structure.parties ?? [];
  const calls = parties.map(({ node }) => nodes.call(node, 'cancel', { cancel }, { timeoutMs: TELL_MS }));
  await Promise.allSettled(calls);
}
