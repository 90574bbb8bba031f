import type { AttestationStatus, PresignatureStatus } from '@quorate/network';
import {
  type ClusterFile,
  members,
  type NodeStatusView,
  nodeStatusViewSchema,
  type StatusView,
  toHex,
} from '@quorate/requests';
import { signersOf } from '@quorate/tss-core';
import type { Keys, Nodes } from '../interfaces.ts';
import type { LatencyBook } from '../nodes/latency.ts';

/** A status page must not wait for a frozen node. */
const STATUS_MS = 1_000;

export interface StatusModules {
  readonly id: string;
  readonly version: string;
  readonly startedAt: number;
  readonly cluster: ClusterFile;
  readonly nodes: Nodes;
  readonly keys: Pick<Keys, 'get'>;
  readonly latency: LatencyBook;
  readonly now: () => number;
}

/** What every node says of itself now; whoever does not answer in time, or says what cannot be, is down. */
export async function clusterStatus(modules: StatusModules): Promise<StatusView> {
  const { id, version, startedAt, cluster, now } = modules;
  const nodes = members(cluster).filter(({ kind }) => kind === 'node');
  return {
    coordinator: { id, version, uptimeMs: Math.max(0, Math.round(now() - startedAt)) },
    cluster: { name: cluster.name, id: cluster.id, revision: cluster.revision },
    nodes: await Promise.all(
      nodes.map(({ id: node, peerId, address = '' }) => nodeStatus({ id: node, peerId, address }, modules)),
    ),
  };
}

async function nodeStatus(
  node: Pick<NodeStatusView, 'id' | 'peerId' | 'address'>,
  modules: StatusModules,
): Promise<NodeStatusView> {
  const { nodes, latency, now } = modules;
  const asked = now();
  try {
    const status = await nodes.call(node.id, 'status', {}, { timeoutMs: STATUS_MS });
    const { id: _, links, rules, primes, attestation, forks, presignatures, ...answer } = status;
    const latencyMs = Math.max(0, now() - asked);
    latency.record(node.id, latencyMs);
    const shown = {
      ...(primes === null ? {} : { primes: { ...primes } }),
      ...(attestation === null ? {} : { attestation: attestationView(attestation) }),
      ...(forks.length === 0 ? {} : { forks: forks.map((fork) => ({ ...fork })) }),
      ...(presignatures === null ? {} : { presignatures: stocksOf(presignatures, modules) }),
    };
    const view = { ...node, state: 'up', ...answer, ...shown, rules: { ...rules }, links: [...links], latencyMs };
    // What the API does not allow would have clients refuse the whole answer, about every node.
    return nodeStatusViewSchema.parse(view);
  } catch {
    return { ...node, state: 'down', links: [], keys: 0, pendingKeys: 0, sessions: 0 };
  }
}

function attestationView({ setback, ...attestation }: AttestationStatus): NonNullable<NodeStatusView['attestation']> {
  return { ...attestation, ...(setback === null ? {} : { setback: { ...setback } }) };
}

/** By names; of keys that are not known here nothing can be said. */
function stocksOf({ stocks }: PresignatureStatus, { keys }: StatusModules): NodeStatusView['presignatures'] & object {
  return stocks.flatMap(({ key: id, assignment, size }) => {
    const key = keys.get(toHex(id));
    if (!key) return [];
    const parties = signersOf(assignment);
    const signers = key.structure.parties.flatMap(({ index, node }) => (parties.includes(index) ? [node] : []));
    return [{ key: key.name, signers, size }];
  });
}
