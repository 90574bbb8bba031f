import { type Conviction, type PartyIndex, partyIndex } from '@quorate/tss-core';
import type { EcdsaProfile } from '@quorate/tss-core/ecdsa';
import { z } from 'zod';

/** What the thread that judges evidence is given, and what it answers. */
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes');
const size = z.int().min(0);
const party = z.int().transform((value): PartyIndex => partyIndex(value));

const profile: z.ZodType<EcdsaProfile> = z.strictObject({
  name: z.string(),
  modulusBits: size,
  kappa: size,
  ell: size,
  ellPrime: size,
  epsilon: size,
  repetitions: size,
});

export const convictionCase = z.strictObject({
  evidence: bytes,
  session: bytes,
  cluster: bytes,
  /** Identity keys of all nodes. */
  identities: z.map(z.string(), bytes),
  profile,
});
export type ConvictionCase = z.infer<typeof convictionCase>;

export const convictionAnswer: z.ZodType<Conviction | undefined, unknown> = z
  .strictObject({
    code: z.custom<Conviction['code']>((value) => typeof value === 'string'),
    culprits: z.array(z.strictObject({ party, node: z.string() })),
    kind: z.custom<Conviction['kind']>((value) => typeof value === 'string'),
    key: bytes,
    session: bytes,
  })
  .optional();
