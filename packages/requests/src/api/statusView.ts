import { z } from 'zod';
import { hex, keyName, memberId, milliseconds } from '../schema/fields.ts';
import { primeProgressSchema } from './keyViews.ts';

const count = z.int().min(0);

export const nodeStatusViewSchema = z.strictObject({
  id: memberId,
  peerId: z.string().max(128),
  address: z.string().max(200),
  state: z.enum(['up', 'down']),
  version: z.string().max(64).exactOptional(),
  uptimeMs: milliseconds.exactOptional(),
  pid: count.exactOptional(),
  rules: z.strictObject({ name: memberId, description: z.string().max(500) }).exactOptional(),
  /** Ids of the nodes it is connected to. */
  links: z.array(memberId).max(1024),
  keys: count,
  pendingKeys: count,
  sessions: count,
  /** While it looks for primes. */
  primes: primeProgressSchema.exactOptional(),
  /** Where its module attests what it approves. */
  attestation: z
    .strictObject({
      /** Of the last attestation. */
      sequence: count,
      /** Other nodes that told it what they witnessed since its start, of those that must. */
      heard: count,
      needed: count,
      /** When its records were last behind what others had witnessed: a backup was restored, or they were copied. */
      setback: z.strictObject({ from: count, to: count, at: milliseconds }).exactOptional(),
    })
    .exactOptional(),
  /** Attestations of other nodes that contradict each other, where it has witnessed such. */
  forks: z
    .array(z.strictObject({ node: memberId, sequence: count, seenAt: milliseconds }))
    .max(255)
    .exactOptional(),
  /** Unless it makes none in advance: unused presignatures of ECDSA keys, by key and signers. */
  presignatures: z
    .array(z.strictObject({ key: keyName, signers: z.array(memberId).max(255), size: count }))
    .max(1024)
    .exactOptional(),
  latencyMs: z.number().min(0).exactOptional(),
});
export type NodeStatusView = z.infer<typeof nodeStatusViewSchema>;

export const statusViewSchema = z.strictObject({
  coordinator: z.strictObject({ id: memberId, version: z.string().max(64), uptimeMs: milliseconds }),
  cluster: z.strictObject({ name: memberId, id: hex(32), revision: count }),
  nodes: z.array(nodeStatusViewSchema).max(255),
});
export type StatusView = z.infer<typeof statusViewSchema>;
