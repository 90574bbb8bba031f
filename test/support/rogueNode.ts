import {
  type ControlServer,
  controlMethods,
  createHost,
  type Host,
  type StreamHandle,
  serveControl,
  sessionProtocolLimits,
} from '@quorate/network';
import type { ClusterDirectory } from './clusterDirectory.ts';
import { eventually } from './eventually.ts';

/** A member with the identity of a node, and none of its code: it says what a test tells it to say. */
export interface RogueNode extends AsyncDisposable {
  readonly host: Host;
  /** How it lies to coordinators from now on. What it does not answer, it never answers. */
  answers: Partial<ControlServer>;
  /** Sends any bytes of any length as frames of the session protocol. */
  readonly session: StreamHandle;
  linked(nodes: readonly string[]): Promise<void>;
}

const frozen = () => new Promise<never>(() => undefined);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Takes the place of a node that is not running. */
export async function rogueNode(directory: ClusterDirectory, id: string): Promise<RogueNode> {
  const { cluster, transport, secret } = directory;
  const listen = cluster.nodes.filter((node) => node.id === id).map(({ address }) => address);
  const self = { kind: 'node', id } as const;
  const host = await createHost({ identitySecret: secret(id), self, cluster, listen, transport });
  const lies: { answers: Partial<ControlServer> } = { answers: {} };
  serveControl({ host, cluster, server: liarServer(lies), log: quiet });
  const session = host.registerStream({ ...sessionProtocolLimits, ...UNLIMITED, onFrame: () => undefined });
  await host.start();
  return Object.assign(lies, {
    host,
    session,
    linked: (nodes: readonly string[]) =>
      eventually(`links of ${id}`, () => nodes.every((node) => host.isLinked(node))),
    [Symbol.asyncDispose]: () => host.stop(),
  });
}

/** Each method looks up its lie when it is called. */
function liarServer(lies: { answers: Partial<ControlServer> }): ControlServer {
  const silence = Object.fromEntries(Object.keys(controlMethods).map((method) => [method, frozen]));
  return new Proxy(
    { ...(silence as Record<keyof ControlServer, typeof frozen>) },
    {
      get: (silent, method) => Reflect.get(lies.answers, method) ?? Reflect.get(silent, method),
    },
  );
}

const UNLIMITED = { maxFrameBytes: 64 << 20, maxQueuedFrames: 1e6, maxQueuedBytes: 1 << 30, framesPerSecond: 1e6 };
