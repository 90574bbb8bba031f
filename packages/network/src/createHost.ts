import type { Connection, Libp2p } from '@libp2p/interface';
import { RequestRejected } from '@quorate/tss-core';
import { createNode } from './createNode.ts';
import type { Host, HostOptions, LinkState, Logger, MemberId, StreamHandle, StreamProtocol } from './host.ts';
import { answerHello, sayHello } from './links/hello.ts';
import { keepLinked } from './links/keepLinked.ts';
import { Links } from './links/links.ts';
import { type Member, type Roster, rosterOf } from './membership/roster.ts';
import { Channel } from './streams/channel.ts';
import { tapped } from './streams/tapped.ts';

const DIAL_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 100;
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Makes a host that is not listening or dialling yet.
 * Throws RequestRejected if the identity is not the one the cluster file has for `self`.
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const roster = rosterOf(options.cluster, options.self);
  const log = options.log ?? silent;
  const libp2p = await createNode(options, roster, log);
  return new LinkedHost(libp2p, roster, log, options);
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
      const hint = 'is another process using the port, or is it not an address of this machine?';
      throw new RequestRejected('cannot-listen', `cannot listen on ${where}`, hint);
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
    await Promise.all(this.#libp2p.getConnections().map((connection) => closeConnection(connection)));
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

/** Two ends that close at the same time can wait for each other: then a reset must do. */
async function closeConnection(connection: Connection): Promise<void> {
  await connection
    .close({ signal: AbortSignal.timeout(CLOSE_TIMEOUT_MS) })
    .catch((problem) => connection.abort(problem));
}
