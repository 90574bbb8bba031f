import { MAX_ATTESTATION_BYTES, MAX_EVIDENCE_BYTES } from '@quorate/tss-core';
import { z } from 'zod';
import { MAX_CANCEL_BYTES } from '../request/cancelOrder.ts';
import { MAX_REQUEST_BYTES, REQUEST_ID } from '../request/signRequest.ts';
import { base64, hex, keyName, memberId, milliseconds, sentence, unixSeconds } from '../schema/fields.ts';

/** The longest `wait` of a long-poll. */
export const MAX_WAIT_MS = 30_000;
export const MAX_LISTED_REQUESTS = 200;

export const requestIdSchema = z.string().regex(REQUEST_ID, 'expected 8 to 64 letters, digits, hyphens or underscores');

/** `POST /v1/requests`: base64 of a SignedRequest's CBOR. */
export const submitBodySchema = z.strictObject({ request: base64(MAX_REQUEST_BYTES) });
export type SubmitBody = z.infer<typeof submitBodySchema>;

/** `POST /v1/requests/:id/cancel`: base64 of a SignedCancel's CBOR. */
export const cancelBodySchema = z.strictObject({ cancel: base64(MAX_CANCEL_BYTES) });
export type CancelBody = z.infer<typeof cancelBodySchema>;

/** `GET /v1/requests/:id` and `GET /v1/ceremonies/:orderHash`; the query string is text. */
export const waitQuerySchema = z.strictObject({
  wait: z.coerce.number().int().min(0).max(MAX_WAIT_MS).exactOptional(),
});
/** `GET /v1/requests`. */
export const listQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_LISTED_REQUESTS).exactOptional(),
});

const nodeIds = z.array(memberId).max(255);

/** One try to fulfil a request with one signer set. */
export const attemptViewSchema = z.strictObject({
  session: hex(32),
  signers: nodeIds,
  outcome: z.enum(['running', 'signed', 'stalled', 'fault', 'refused', 'disconnected']),
  /** Who was silent: nobody's fault. */
  missing: nodeIds,
  /** Who provably cheated. */
  culprits: nodeIds,
  fault: z.string().max(64).exactOptional(),
  evidence: base64(MAX_EVIDENCE_BYTES).exactOptional(),
  /** Unix milliseconds. */
  startedAt: milliseconds,
  elapsedMs: milliseconds.exactOptional(),
});
export type AttemptView = z.infer<typeof attemptViewSchema>;

export const denialViewSchema = z.strictObject({ node: memberId, reasons: z.array(sentence()).max(32) });
export type DenialView = z.infer<typeof denialViewSchema>;

/** 64 bytes, or with ECDSA 65, of which the last is v. */
const signature = z.union([hex(64), hex(65)], { error: 'expected 64 or 65 bytes in hex' });

export const requestViewSchema = z.strictObject({
  id: requestIdSchema,
  desk: memberId,
  key: hex(32),
  keyName,
  /** `requestHash`, hex. */
  hash: hex(32),
  state: z.enum(['pending', 'signed', 'denied', 'failed', 'expired', 'cancelled']),
  createdAt: unixSeconds,
  expiresAt: unixSeconds,
  attempts: z.array(attemptViewSchema).max(1000),
  denials: z.array(denialViewSchema).max(255),
  /** Hex, in the order of the intent's messages; with state `signed`. */
  signatures: z.array(signature).max(1024).exactOptional(),
  signers: nodeIds.exactOptional(),
  /** Base64 of SignedAttestations by the modules of signers that have one; left out of lists. */
  attestations: z.array(base64(MAX_ATTESTATION_BYTES)).max(4096).exactOptional(),
  /** Why it failed, was denied, or still waits. */
  reason: sentence().exactOptional(),
  elapsedMs: milliseconds.exactOptional(),
  /**
   * Base64 of the SignedRequest: given for a single request, left out of lists. Lets a desk that no longer has the
   * request check its own signature on it and the signatures it got.
   */
  request: base64(MAX_REQUEST_BYTES).exactOptional(),
});
export type RequestView = z.infer<typeof requestViewSchema>;

export const requestListSchema = z.strictObject({ requests: z.array(requestViewSchema).max(MAX_LISTED_REQUESTS) });
export type RequestList = z.infer<typeof requestListSchema>;
