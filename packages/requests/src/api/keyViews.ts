import { MAX_CERTIFICATE_BYTES, MAX_EVIDENCE_BYTES } from '@quorate/tss-core';
import { z } from 'zod';
import { MAX_ORDER_BYTES } from '../order/createKeyOrder.ts';
import { base64, hex, keyName, memberId, sentence } from '../schema/fields.ts';

/** The largest acknowledgement of one party, in bytes. */
export const MAX_ACKNOWLEDGEMENT_BYTES = 4096;

/** `POST /v1/ceremonies`: base64 of a SignedOrder's CBOR. */
export const orderBodySchema = z.strictObject({ order: base64(MAX_ORDER_BYTES) });
export type OrderBody = z.infer<typeof orderBodySchema>;

const nodeIds = z.array(memberId).max(255);
const certificate = base64(MAX_CERTIFICATE_BYTES);
/** One per party, in any order. */
const acknowledgements = z.array(base64(MAX_ACKNOWLEDGEMENT_BYTES)).max(255);

/** How many primes of its next aux generation a node has found. */
export const primeProgressSchema = z.strictObject({ found: z.int().min(0), needed: z.int().min(0) });

export const ceremonyViewSchema = z.strictObject({
  /** `orderHash`, hex. */
  order: hex(32),
  name: keyName,
  key: hex(32),
  state: z.enum(['running', 'done', 'failed']),
  phase: z.enum(['gathering', 'primes', 'aux', 'keygen', 'storing', 'done']),
  /** In the phase `primes`: nodes that are still looking for theirs, and how far they are. */
  primes: z
    .array(primeProgressSchema.extend({ node: memberId }))
    .max(255)
    .exactOptional(),
  /** Nodes that proved they stored their share. */
  acknowledged: nodeIds,
  reason: sentence().exactOptional(),
  missing: nodeIds,
  culprits: nodeIds,
  evidence: base64(MAX_EVIDENCE_BYTES).exactOptional(),
  certificate: certificate.exactOptional(),
  acknowledgements: acknowledgements.exactOptional(),
});
export type CeremonyView = z.infer<typeof ceremonyViewSchema>;

/** Everything a client needs to check a key by itself against its cluster file. */
export const keyViewSchema = z.strictObject({
  key: hex(32),
  name: keyName,
  order: base64(MAX_ORDER_BYTES),
  certificate,
  acknowledgements,
});
export type KeyView = z.infer<typeof keyViewSchema>;

export const keyListSchema = z.strictObject({ keys: z.array(keyViewSchema).max(10_000) });
export type KeyList = z.infer<typeof keyListSchema>;
