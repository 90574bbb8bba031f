import { RequestRejected } from '@quorate/tss-core';
import type { LiveSession } from './liveSession.ts';
import type { KeyVault, Step } from './vault.ts';

/** Sessions open at once in one vault; the session host allows fewer. */
export const MAX_LIVE_SESSIONS = 256;

type AnySession = Pick<LiveSession<unknown>, 'over' | 'start' | 'receive' | 'checkpointed' | 'giveUp' | 'abort'>;

/** The sessions that are open now, by id (hex). */
export class VaultSessions {
  readonly #live = new Map<string, AnySession>();

  /** What is asked about sessions, as the contracts of the threads have it. */
  readonly calls: Pick<KeyVault, 'receive' | 'checkpointed' | 'giveUp' | 'abort'> = {
    receive: ({ session, from, payload }) => this.advance(session, (live) => live.receive(from, payload)),
    checkpointed: ({ session }) => this.advance(session, (live) => live.checkpointed()),
    giveUp: ({ session, reason }) => this.advance(session, (live) => live.giveUp(reason)),
    abort: async ({ session }) => {
      this.abort(session);
      return {};
    },
  };

  get size(): number {
    return this.#live.size;
  }

  async open(id: string, session: AnySession): Promise<Step> {
    if (this.#live.has(id) || this.#live.size >= MAX_LIVE_SESSIONS) {
      session.abort();
      throw new RequestRejected('session-refused', 'the session is open already, or too many are');
    }
    this.#live.set(id, session);
    return this.#advance(id, session, (live) => live.start());
  }

  async advance(id: string, move: (session: AnySession) => Promise<Step>): Promise<Step> {
    const session = this.#live.get(id);
    if (!session) throw new RequestRejected('session-over', 'the session has ended');
    return this.#advance(id, session, move);
  }

  abort(id: string): void {
    const session = this.#live.get(id);
    this.#live.delete(id);
    session?.abort();
  }

  abortAll(): void {
    for (const id of [...this.#live.keys()]) this.abort(id);
  }

  async #advance(id: string, session: AnySession, move: (session: AnySession) => Promise<Step>): Promise<Step> {
    try {
      return await move(session);
    } finally {
      if (session.over) this.#live.delete(id);
    }
  }
}
