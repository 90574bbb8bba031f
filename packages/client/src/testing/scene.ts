import { randomBytes } from 'node:crypto';
import {
  encodeSignedRequest,
  members,
  type RequestView,
  requestHash,
  type SignedRequest,
  type StatusView,
  toBase64,
  toHex,
} from '@quorate/requests';
import { type SampleCluster, type SampleKey, sampleCluster, sampleKey } from '@quorate/requests/testing';
import { afterEach } from 'vitest';
import type { ClientConfig } from '../clientConfig.ts';
import { QuorateClient } from '../quorateClient.ts';
import { FakeCoordinator } from './fakeCoordinator.ts';

export const sample: SampleCluster = sampleCluster();
/** A key that three nodes really made. */
export const treasury: SampleKey = sampleKey(sample, 'frost-ed25519');

const running: FakeCoordinator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((coordinator) => coordinator.close()));
});

/** A coordinator that knows the treasury key, and desk-1's client of it. Both end with the test. */
export async function scene(): Promise<{ coordinator: FakeCoordinator; client: QuorateClient; url: string }> {
  const coordinator = new FakeCoordinator(sample.cluster);
  running.push(coordinator);
  coordinator.on('GET /v1/keys', () => ({ body: { keys: [treasury.view] } }));
  const url = await coordinator.listen();
  return { coordinator, client: clientOf(url), url };
}

export function clientOf(coordinatorUrl: string, changes: Partial<ClientConfig> = {}): QuorateClient {
  return new QuorateClient({
    coordinatorUrl,
    cluster: sample.cluster,
    desk: { id: 'desk-1', secret: sample.secret('desk-1') },
    admin: { id: 'admin-1', secret: sample.secret('admin-1') },
    now: Date.now,
    random: (length) => new Uint8Array(randomBytes(length)),
    // Pauses between tries are not what these tests are about.
    sleep: () => new Promise((resolve) => setTimeout(resolve, 5)),
    ...changes,
  });
}

/** What an honest coordinator says of the sample cluster, all of whose nodes are down. */
export function statusOf(): StatusView {
  const { id, name, revision } = sample.cluster;
  return {
    coordinator: { id: 'coordinator-1', version: '0.1.0', uptimeMs: 5 },
    cluster: { name, id, revision },
    nodes: members(sample.cluster).flatMap(({ kind, id: node, peerId, address = '' }) =>
      kind === 'node'
        ? { id: node, peerId, address, state: 'down' as const, links: [], keys: 0, pendingKeys: 0, sessions: 0 }
        : [],
    ),
  };
}

/** Long enough for every test here to end before. */
export const wait = (): { until: number } => ({ until: Date.now() + 20_000 });

/** What an honest coordinator says about the request. */
export function viewOf(signed: SignedRequest, changes: Partial<RequestView> = {}): RequestView {
  const { id, desk, key, createdAt, expiresAt } = signed.request;
  return {
    id,
    desk,
    key: toHex(key),
    keyName: 'treasury',
    hash: toHex(requestHash(signed.request)),
    state: 'pending',
    createdAt,
    expiresAt,
    attempts: [],
    denials: [],
    request: toBase64(encodeSignedRequest(signed)),
    ...changes,
  };
}
