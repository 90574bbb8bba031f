import type { Connection } from '@libp2p/interface';
import { LinkDown } from '../errors.ts';
import type { LinkState, Logger, MemberId } from '../host.ts';

type Listener = (member: MemberId, state: LinkState) => void;

/** The one connection in use per member, and who wants to know when it comes and goes. */
export class Links {
  readonly #connections = new Map<MemberId, Connection>();
  readonly #listeners = new Set<Listener>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /**
   * Takes a connection into use. One already there is stale: its member dialled again because its side of it had died,
   * so the newest wins and everything waiting on the old one fails now instead of at a timeout.
   */
  opened(member: MemberId, connection: Connection): void {
    if (connection.status !== 'open') return;
    const stale = this.#connections.get(member);
    if (stale === connection) return;
    if (stale) {
      this.#closed(member, stale);
      stale.abort(new Error('replaced by a newer connection'));
    }
    this.#connections.set(member, connection);
    connection.addEventListener('close', () => this.#closed(member, connection), { once: true });
    this.#tell(member, 'up');
  }

  #closed(member: MemberId, connection: Connection): void {
    if (this.#connections.get(member) !== connection) return;
    this.#connections.delete(member);
    this.#tell(member, 'down');
  }

  #tell(member: MemberId, state: LinkState): void {
    this.#log.info({ member }, `link ${state}`);
    for (const listener of [...this.#listeners]) {
      try {
        listener(member, state);
      } catch (problem) {
        this.#log.error({ member, err: problem }, 'a link listener threw');
      }
    }
  }

  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  isUp(member: MemberId): boolean {
    return this.#connections.has(member);
  }

  up(): readonly MemberId[] {
    return [...this.#connections.keys()].sort();
  }

  /** Throws LinkDown. */
  connection(member: MemberId): Connection {
    const connection = this.#connections.get(member);
    if (!connection) throw new LinkDown(member);
    return connection;
  }
}
