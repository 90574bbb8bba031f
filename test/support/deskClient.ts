import { randomBytes } from 'node:crypto';
import { QuorateClient, type Signed, type VerifiedKey } from '@quorate/client';
import type { Intent, SignedRequest } from '@quorate/requests';
import type { SchemeId } from '@quorate/tss-core';
import { structureOf } from './ceremonies.ts';
import type { ClusterDirectory } from './clusterDirectory.ts';

/** How long a test waits for what should take a second: a machine that is busy fails nothing. */
export const PATIENCE_MS = 90_000;

/** The client that a desk uses, with the first desk's and the first admin's key, at the cluster's coordinator. */
export function deskClient({ cluster, secret, coordinatorUrl }: ClusterDirectory): QuorateClient {
  return new QuorateClient({
    coordinatorUrl,
    cluster,
    desk: { id: 'desk-1', secret: secret('desk-1') },
    admin: { id: 'admin-1', secret: secret('admin-1') },
    now: Date.now,
    random: (length) => Uint8Array.from(randomBytes(length)),
  });
}

/** Orders a key of 2 of all nodes and waits until all store it. */
export async function makeKey(
  directory: ClusterDirectory,
  client: QuorateClient,
  name: string,
  scheme: SchemeId,
  threshold = 2,
): Promise<VerifiedKey> {
  const order = client.buildOrder({ name, structure: structureOf(directory, scheme, threshold) });
  const outcome = await client.createKey(order, { until: Date.now() + PATIENCE_MS });
  if (outcome.kind !== 'done') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  return outcome.key;
}

export function textRequest(client: QuorateClient, key: VerifiedKey, text: string): SignedRequest {
  const intent: Intent = { kind: 'message', value: { text } };
  return client.buildRequest({ key, intent }).signed;
}

/** Asks for a signature; throws unless there is one, which the client has verified. */
export async function signText(client: QuorateClient, key: VerifiedKey, text: string): Promise<Signed> {
  return expectSigned(await client.sign(textRequest(client, key, text), { until: Date.now() + PATIENCE_MS }));
}

export function expectSigned(outcome: Awaited<ReturnType<QuorateClient['sign']>>): Signed {
  if (outcome.kind === 'signed') return outcome;
  const { view, ...rest } = outcome;
  const attempts = view?.attempts.map(({ evidence: _, ...attempt }) => attempt);
  throw new Error(`not signed: ${JSON.stringify({ ...rest, state: view?.state, reason: view?.reason, attempts })}`);
}
