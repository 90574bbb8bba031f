import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { privateKeyFromRaw } from '@libp2p/crypto/keys';
import { toString as textOf } from 'uint8arrays/to-string';
import { createHost } from '../createHost.ts';
import type { Host, HostOptions, LinkState, Logger, MemberId, Membership } from '../host.ts';

export interface LogLine {
  readonly level: keyof Logger;
  readonly fields: object;
  readonly message: string;
}

/** A cluster made for one test: its file, its secrets, and the hosts started so far. */
export interface TestCluster {
  readonly cluster: Membership;
  readonly transport: HostOptions['transport'];
  secretOf(id: MemberId): Uint8Array;
  /** Creates a host of a member, not started. `lines` collects its log. */
  host(id: MemberId, options?: Partial<HostOptions>, lines?: LogLine[]): Promise<Host>;
  /** Stops every host made here. */
  stop(): Promise<void>;
}

export async function testCluster(
  transport: HostOptions['transport'],
  nodes: number,
  coordinators = 0,
): Promise<TestCluster> {
  const secrets = new Map<MemberId, Uint8Array>();
  const member = (id: MemberId): { id: MemberId; identity: string } => {
    const secret = Uint8Array.from(randomBytes(32));
    secrets.set(id, secret);
    return { id, identity: identityOf(secret) };
  };
  const cluster = {
    nodes: await Promise.all(
      Array.from({ length: nodes }, async (_, i) => ({
        ...member(`node-${i + 1}`),
        address: await freeAddress(transport),
      })),
    ),
    coordinators: Array.from({ length: coordinators }, (_, i) => member(`coordinator-${i + 1}`)),
  };
  const hosts: Host[] = [];
  const secretOf = (id: MemberId): Uint8Array => secrets.get(id) ?? new Uint8Array(32);
  return {
    cluster,
    transport,
    secretOf,
    async host(id, options = {}, lines = []) {
      const host = await createHost({
        ...optionsFor(cluster, transport, id, secretOf(id)),
        log: logInto(lines),
        ...options,
      });
      hosts.push(host);
      return host;
    },
    async stop() {
      await Promise.all(hosts.map((host) => host.stop()));
    },
  };
}

/** What a member of the cluster starts its host with. */
export function optionsFor(
  cluster: Membership,
  transport: HostOptions['transport'],
  id: MemberId,
  identitySecret: Uint8Array,
): HostOptions {
  const node = cluster.nodes.find((candidate) => candidate.id === id);
  const self = { kind: node ? 'node' : 'coordinator', id } as const;
  return { identitySecret, self, cluster, listen: node ? [node.address] : [], transport };
}

/** Hex of the compressed public key. */
export function identityOf(secret: Uint8Array): string {
  return textOf(privateKeyFromRaw(secret).publicKey.raw, 'base16');
}

async function freeAddress(transport: HostOptions['transport']): Promise<string> {
  return transport === 'memory'
    ? `/memory/${textOf(randomBytes(8), 'base16')}`
    : `/ip4/127.0.0.1/tcp/${await freePort()}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function logInto(lines: LogLine[]): Logger {
  const at = (level: keyof Logger) => (fields: object, message: string) => lines.push({ level, fields, message });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Resolves at the next such change of the link, or at once if it is up already and `up` is waited for. */
export function link(host: Host, member: MemberId, state: LinkState): Promise<void> {
  if (state === 'up' && host.isLinked(member)) return Promise.resolve();
  return new Promise((resolve) => {
    const unsubscribe = host.onLink((who, now) => {
      if (who !== member || now !== state) return;
      unsubscribe();
      resolve();
    });
  });
}

/** Starts the hosts and waits until every pair of them that should be linked is. */
export async function startLinked(hosts: ReadonlyMap<MemberId, Host>): Promise<void> {
  await Promise.all([...hosts.values()].map((host) => host.start()));
  for (const [id, host] of hosts) {
    const peers = [...hosts.keys()].filter((other) => other !== id && (isNode(id) || isNode(other)));
    await Promise.all(peers.map((peer) => link(host, peer, 'up')));
  }
}

function isNode(id: MemberId): boolean {
  return id.startsWith('node-');
}
