import type { Assignment, Attestation, PartyIndex, Ready, Reservation } from '@quorate/tss-core';
import type { EcdsaProfile } from '@quorate/tss-core/ecdsa';
import { z } from 'zod';
import type { PassphraseRecord } from '../store/records.ts';
import type { ReadyPurpose } from './readyBook.ts';
import type { Identities, SealedCheckpoint, SessionOutcome, Step, StoredShare } from './vault.ts';

/** The shapes of what crosses between the threads of a node. */

export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes');
export const bytes32 = bytes.refine((value) => value.length === 32, 'expected 32 bytes');
export const party = z.custom<PartyIndex>(
  (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 0xffff,
  'expected a party index',
);
export const milliseconds = z.number().nonnegative();
export const session = z.string().regex(/^[0-9a-f]{64}$/);
export const identities: z.ZodType<Identities> = z.map(party, bytes);
export const nothing = z.record(z.string(), z.never());

export const passphraseRecord: z.ZodType<PassphraseRecord> = z.strictObject({
  kdf: z.strictObject({
    algorithm: z.literal('argon2id'),
    salt: bytes,
    memoryKiB: z.number(),
    passes: z.number(),
    parallelism: z.number(),
  }),
  verifier: bytes,
});
export const count = z.int().min(0);
export const assignment: z.ZodType<Assignment> = z.array(z.array(party));
export const reservation: z.ZodType<Reservation> = z.strictObject({ batch: bytes32, first: count, count });
export const attestation: z.ZodType<Attestation> = z.strictObject({
  sequence: count.min(1),
  previous: bytes32,
  expiresAt: count,
  signature: bytes,
});
export const ready: z.ZodType<Ready> = z.strictObject({
  party,
  nonce: bytes32,
  policyHash: bytes32,
  reservation: reservation.nullable(),
  attestation: attestation.nullable(),
  signature: bytes,
});
export const readyPurpose: z.ZodType<Omit<ReadyPurpose, 'policyHash'>> = z.strictObject({
  key: bytes32,
  subject: bytes32,
  party,
});
export const storedShare: z.ZodType<StoredShare> = z.strictObject({ certificate: bytes, sealed: bytes, identities });

export const outcome: z.ZodType<SessionOutcome> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('signed'), signatures: z.array(bytes) }),
  z.strictObject({ kind: z.literal('certified'), certificate: bytes }),
  z.strictObject({ kind: z.literal('presigned'), presignature: bytes32 }),
  z.strictObject({ kind: z.literal('stalled'), missing: z.array(party), left: z.array(party), reason: z.string() }),
  z.strictObject({ kind: z.literal('fault'), code: z.string(), culprits: z.array(party), evidence: bytes }),
]);
export const checkpoint: z.ZodType<SealedCheckpoint> = z.strictObject({ statement: bytes, sealed: bytes });
export const step: z.ZodType<Step> = z.strictObject({
  send: z.array(z.strictObject({ to: party, payload: bytes })),
  waitingFor: z.array(party),
  checkpoint: checkpoint.optional(),
  outcome: outcome.optional(),
});

export const profile: z.ZodType<EcdsaProfile> = z.strictObject({
  name: z.string(),
  modulusBits: count,
  kappa: count,
  ell: count,
  ellPrime: count,
  epsilon: count,
  repetitions: count,
});
