import { type ControlClient, createControlClient, createHost, type Host } from '@quorate/network';
import { type ClusterDirectory, COORDINATOR } from './clusterDirectory.ts';
import { eventually } from './eventually.ts';

/** A coordinator's place in the network with nobody in it: tests make its calls, honest or not. */
export interface TestCoordinator extends AsyncDisposable {
  readonly host: Host;
  readonly control: ControlClient;
  /** Resolves once these nodes are linked to the coordinator and to each other. */
  linked(nodes?: readonly string[]): Promise<void>;
}

/** @param prepare registers more protocols with the host, before it starts */
export async function testCoordinator(
  directory: ClusterDirectory,
  prepare: (host: Host) => void = () => undefined,
): Promise<TestCoordinator> {
  const { cluster, transport } = directory;
  const host = await createHost({
    identitySecret: directory.secret(COORDINATOR),
    self: { kind: 'coordinator', id: COORDINATOR },
    cluster,
    listen: [],
    transport,
  });
  const control = createControlClient(host);
  prepare(host);
  await host.start();

  async function isMeshed(nodes: readonly string[]): Promise<boolean> {
    if (!nodes.every((node) => host.isLinked(node))) return false;
    const statuses = await Promise.all(nodes.map((node) => control.call(node, 'status', {})));
    return statuses.every(({ id, links }) => nodes.every((other) => other === id || links.includes(other)));
  }

  return {
    host,
    control,
    linked: (nodes = cluster.nodes.map(({ id }) => id)) =>
      eventually(`links between ${nodes.join(', ')}`, () => isMeshed(nodes).catch(() => false)),
    [Symbol.asyncDispose]: () => host.stop(),
  };
}
