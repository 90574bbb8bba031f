import { z } from 'zod';
import { hex, memberId, milliseconds } from '../schema/fields.ts';
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
  latencyMs: z.number().min(0).exactOptional(),
});
export type NodeStatusView = z.infer<typeof nodeStatusViewSchema>;

export const statusViewSchema = z.strictObject({
  coordinator: z.strictObject({ id: memberId, version: z.string().max(64), uptimeMs: milliseconds }),
  cluster: z.strictObject({ name: memberId, id: hex(32), revision: count }),
  nodes: z.array(nodeStatusViewSchema).max(255),
});
export type StatusView = z.infer<typeof statusViewSchema>;
