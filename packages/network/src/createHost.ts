import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { privateKeyFromRaw } from '@libp2p/crypto/keys';
import type { Connection, Libp2p } from '@libp2p/interface';
import { memory } from '@libp2p/memory';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { tcp } from '@libp2p/tcp';
import { RequestRejected } from '@quorate/tss-core';
import { createLibp2p } from 'libp2p';
import type { Host, HostOptions, LinkState, Logger, MemberId, StreamHandle, StreamProtocol } from './host.ts';
import { answerHello, sayHello } from './links/hello.ts';
import { keepLinked } from './links/keepLinked.ts';
import { Links } from './links/links.ts';
import { membershipGate } from './membership/gate.ts';
import { type Member, type Roster, rosterOf } from './membership/roster.ts';
import { Channel } from './streams/channel.ts';
import { tapped } from './streams/tapped.ts';

const DIAL_TIMEOUT_MS = 5_000;
/** A stream's window, renewed as its reader reads: what a slow handler can make us hold per peer and protocol. */
const MAX_WINDOW_BYTES = 2 << 20;
const MAX_READ_BUFFER_BYTES = 4 << 20;
/** A peer whose process is frozen or whose cable is cut is dropped within twice this. */
const PING_MS = 5_000;

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Makes a host that is not listening or dialling yet.
 * Throws RequestRejected if the identity is not the one the cluster file has for `self`.
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const roster = rosterOf(options.cluster, options.self);
  const log = options.log ?? silent;
  const libp2p = await libp2pFor(options, roster, log);
  return new LinkedHost(libp2p, roster, log, options);
}

async function libp2pFor(options: HostOptions, roster: Roster, log: Logger): Promise<Libp2p> {
  const privateKey = privateKeyFromRaw(options.identitySecret);
  if (peerIdFromPrivateKey(privateKey).toString() !== roster.self.peerId) {
    const hint = 'check identityKeyFile and clusterFile';
    throw new RequestRejected(
      'wrong-identity',
      `the identity key is not the one the cluster file has for "${roster.self.id}"`,
      hint,
    );
  }
  return createLibp2p({
    start: false,
    privateKey,
    addresses: { listen: [...options.listen] },
    transports: [options.transport === 'tcp' ? tcp() : memory()],
    connectionEncrypters: [noise()],
    streamMuxers: [
      yamux({ streamOptions: { maxStreamWindowSize: MAX_WINDOW_BYTES, maxReadBufferLength: MAX_READ_BUFFER_BYTES } }),
    ],
    connectionGater: membershipGate(roster, log),
    connectionManager: connectionLimits(roster.others.length),
    connectionMonitor: { pingInterval: PING_MS, pingTimeout: { minTimeout: PING_MS } },
  });
}

/** Room for every member on one machine, restarting at once; libp2p's defaults are for strangers on the internet. */
function connectionLimits(members: number): object {
  const room = 32 + 4 * members;
  return {
    maxConnections: room,
    maxIncomingPendingConnections: room,
    inboundConnectionThreshold: room,
    reconnectRetries: 0,
  };
}

class LinkedHost implements Host {
  readonly #libp2p: Libp2p;
  readonly #roster: Roster;
  readonly #log: Logger;
  readonly #options: HostOptions;
  readonly #now: () => number;
  readonly #links: Links;
  readonly #channels = new Map<string, Channel>();
  readonly #stopping = new AbortController();
  #dialling: Promise<void>[] = [];

  constructor(libp2p: Libp2p, roster: Roster, log: Logger, options: HostOptions) {
    this.#libp2p = libp2p;
    this.#roster = roster;
    this.#log = log;
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#links = new Links(log);
  }

  async start(): Promise<void> {
    await answerHello(this.#libp2p, (connection) => {
      const member = this.#memberOf(connection);
      if (member !== undefined) this.#links.opened(member, connection);
    });
    for (const channel of this.#channels.values()) await channel.start();
    await this.#listen();
    this.#dialling = this.#roster.others.map((member) => this.#keepLinked(member));
  }

  async #listen(): Promise<void> {
    try {
      await this.#libp2p.start();
    } catch (problem) {
      this.#log.debug({ err: problem }, 'libp2p did not start');
      const where = this.#options.listen.join(', ');
      throw new RequestRejected('cannot-listen', `cannot listen on ${where}`, 'is another process using the port?');
    }
  }

  async #keepLinked({ id, dial }: Member): Promise<void> {
    if (!dial) return;
    const connect = async (signal: AbortSignal): Promise<Connection> => {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(DIAL_TIMEOUT_MS)]);
      const connection = await this.#libp2p.dial(dial, { signal: deadline });
      await sayHello(connection, deadline);
      this.#links.opened(id, connection);
      return connection;
    };
    await keepLinked({ member: id, connect, now: this.#now, log: this.#log }, this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.#channels.values()].map((channel) => channel.stop()));
    await this.#libp2p.stop();
    await Promise.all(this.#dialling);
  }

  addresses(): readonly string[] {
    return this.#libp2p.getMultiaddrs().map((address) => address.toString().replace(/\/p2p\/.*$/, ''));
  }

  isLinked(member: MemberId): boolean {
    return this.#links.isUp(member);
  }

  linked(): readonly MemberId[] {
    return this.#links.up();
  }

  onLink(listener: (member: MemberId, state: LinkState) => void): () => void {
    return this.#links.on(listener);
  }

  registerStream(protocol: StreamProtocol): StreamHandle {
    if (this.#channels.has(protocol.id)) throw new Error(`${protocol.id} is registered already`);
    const memberOf = (connection: Connection): MemberId | undefined => this.#memberOf(connection);
    const options = { libp2p: this.#libp2p, links: this.#links, protocol, memberOf, now: this.#now, log: this.#log };
    const channel = new Channel(options);
    this.#channels.set(protocol.id, channel);
    const { tap, self } = this.#options;
    return tap ? tapped(channel, tap, self.id, protocol.id, this.#stopping.signal) : channel;
  }

  #memberOf(connection: Connection): MemberId | undefined {
    return this.#roster.byPeer(connection.remotePeer.toString())?.id;
  }
}
