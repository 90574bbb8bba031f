import type { QuorateClient } from '@quorate/client';
import { createLog, loadConfig, type RunningCoordinator, startCoordinator } from '@quorate/coordinator';
import { TEST_PROFILE } from '@quorate/tss-core/testing';
import { COORDINATOR } from './clusterDirectory.ts';
import { deskClient } from './deskClient.ts';
import { eventually, SELDOM } from './eventually.ts';
import { type InProcessCluster, type InProcessOptions, inProcessCluster } from './inProcessCluster.ts';

/** A whole network in this process: nodes, coordinator, and a desk's client at its HTTP API. */
export interface InProcessNetwork extends AsyncDisposable {
  readonly cluster: InProcessCluster;
  readonly client: QuorateClient;
  /** Resolves once these nodes are linked to the coordinator and to each other. */
  linked(nodes?: readonly string[]): Promise<void>;
  stopCoordinator(): Promise<void>;
  startCoordinator(): Promise<void>;
}

export async function inProcessNetwork(options: InProcessOptions = {}): Promise<InProcessNetwork> {
  const cluster = await inProcessCluster(options);
  const { directory, nodeIds } = cluster;
  const { tap, now, shortEcdsa } = options;
  let coordinator: RunningCoordinator | undefined;

  async function start(): Promise<void> {
    coordinator = await startCoordinator(loadConfig(directory.coordinatorConfig), {
      transport: directory.transport,
      log: createLog('silent', COORDINATOR),
      ...(tap ? { tap } : {}),
      ...(now ? { now } : {}),
      ...(shortEcdsa ? { profile: TEST_PROFILE } : {}),
    });
  }

  async function stop(): Promise<void> {
    await coordinator?.stop();
    coordinator = undefined;
  }

  async function stopAll(): Promise<void> {
    await stop();
    await cluster[Symbol.asyncDispose]();
  }

  const client = deskClient(directory);
  try {
    await start();
  } catch (problem) {
    await stopAll();
    throw problem;
  }
  return {
    cluster,
    client,
    linked: (nodes = nodeIds) => linkedBy(client, nodes),
    stopCoordinator: stop,
    startCoordinator: start,
    [Symbol.asyncDispose]: stopAll,
  };
}

/** Resolves once these nodes are linked to the coordinator of the client and to each other. */
export function linkedBy(client: QuorateClient, nodes: readonly string[]): Promise<void> {
  const areLinked = async () => {
    const status = await client.status();
    if (status.kind !== 'done') return false;
    const seen = new Map(status.value.nodes.map((node) => [node.id, node]));
    return nodes.every((id) => {
      const { state, links = [] } = seen.get(id) ?? {};
      return state === 'up' && nodes.every((other) => other === id || links.includes(other));
    });
  };
  return eventually(`links between ${nodes.join(', ')}`, areLinked, SELDOM);
}
