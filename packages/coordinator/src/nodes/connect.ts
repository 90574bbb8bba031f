import { createControlClient, createHost, type FrameTap, type Host } from '@quorate/network';
import type { ClusterFile } from '@quorate/requests';
import type { Nodes } from '../interfaces.ts';
import type { Logger } from '../telemetry/log.ts';

export interface ConnectOptions {
  readonly id: string;
  readonly cluster: ClusterFile;
  readonly identitySecret: Uint8Array;
  readonly listen: readonly string[];
  readonly transport: 'tcp' | 'memory';
  readonly tap?: FrameTap;
  readonly log: Logger;
}

/** The libp2p host of the coordinator, not started, and the nodes as it reaches them. */
export async function connect(options: ConnectOptions): Promise<{ readonly host: Host; readonly nodes: Nodes }> {
  const { id, tap, ...rest } = options;
  const host = await createHost({ ...rest, self: { kind: 'coordinator', id }, ...(tap ? { tap } : {}) });
  const control = createControlClient(host);
  const nodes: Nodes = {
    isLinked: (node) => host.isLinked(node),
    onLink: (listener) => host.onLink(listener),
    call: (node, method, request, callOptions) => control.call(node, method, request, callOptions),
  };
  return { host, nodes };
}
