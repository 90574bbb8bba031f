import { equalBytes, RequestRejected, wipe } from '@quorate/tss-core';
import { readAttributes } from './cryptoki/attributes.ts';
import { isLost, isVague, ModuleFault } from './cryptoki/moduleFault.ts';
import type { NativeModule } from './cryptoki/nativeModule.ts';
import { closeSession, login, openSession, type TokenInfo } from './cryptoki/tokens.ts';
import { findToken } from './findToken.ts';
import { findModuleKeys, type ModuleKeys } from './moduleKeys.ts';
import type { PinGuard } from './pinGuard.ts';
import type { Seat } from './sealing.ts';
import { Turnstile } from './turnstile.ts';

/** Operations in flight at once: each has a session of its own. */
const MAX_SESSIONS = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export interface TokenLinkParts {
  readonly module: NativeModule;
  /** Of the token. */
  readonly label: string;
  /** Of the labels of the keys. */
  readonly prefix: string;
  /** Kept, to log in again to a token that was away; `close` wipes it. */
  readonly pin: Uint8Array;
  readonly guard: PinGuard;
  readonly now: () => number;
}

interface Connection {
  readonly token: TokenInfo;
  readonly keys: ModuleKeys;
  /** Sessions that no operation uses now. */
  readonly idle: number[];
}

/**
 * The login to one token. A token that goes away is looked for again when it is needed next, with growing pauses; it must
 * be the same one, with the same keys. A PIN that was refused is never tried again.
 */
export class TokenLink {
  readonly #parts: TokenLinkParts;
  readonly #turns = new Turnstile(MAX_SESSIONS);
  #connection: Connection | undefined;
  #connecting: Promise<Connection> | undefined;
  /** What the token was at the start. */
  #first: Connection | undefined;
  /** Why no connection is tried any more. */
  #barred: RequestRejected | undefined;
  #inUse = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #retryAt = 0;
  #lostSince: number | undefined;

  constructor(parts: TokenLinkParts) {
    this.#parts = parts;
  }

  /** Logs in, first of all. RequestRejected with one sentence when that cannot be. */
  async open(): Promise<{ readonly token: TokenInfo; readonly keys: ModuleKeys }> {
    this.#first = await this.#connect();
    this.#connection = this.#first;
    return this.#first;
  }

  /** Unix milliseconds since when the token is away; undefined while it is there. */
  get lostSince(): number | undefined {
    return this.#lostSince;
  }

  /** Runs an operation in a session of its own. RequestRejected `module-gone` or `module-busy`; else what it throws. */
  async run<T>(operation: (seat: Seat) => Promise<T>): Promise<T> {
    using _turn = await this.#turns.enter();
    const connection = this.#connection ?? (await this.#reconnected());
    this.#inUse++;
    try {
      return await this.#inSession(connection, operation);
    } finally {
      this.#inUse--;
    }
  }

  close(): void {
    this.#barred = new RequestRejected('module-gone', 'this node is stopping');
    wipe(this.#parts.pin);
  }

  async #inSession<T>(connection: Connection, operation: (seat: Seat) => Promise<T>): Promise<T> {
    const { module } = this.#parts;
    try {
      const session = connection.idle.pop() ?? (await openSession(module, connection.token.slot));
      const result = await this.#keepIfDone(session, connection, operation);
      this.#found();
      return result;
    } catch (problem) {
      const isGone = isLost(problem) || (isVague(problem) && !(await this.#answers(connection)));
      throw isGone && problem instanceof ModuleFault ? this.#lose(connection, problem) : problem;
    }
  }

  /** A session in which something failed may be in the middle of it: it is closed. */
  async #keepIfDone<T>(session: number, { idle, keys }: Connection, operation: (seat: Seat) => Promise<T>): Promise<T> {
    const { module } = this.#parts;
    try {
      const result = await operation({ module, session, keys });
      idle.push(session);
      return result;
    } catch (problem) {
      await closeSession(module, session).catch(() => undefined); // it may be gone with its token
      throw problem;
    }
  }

  /** Whether the token still knows our key. */
  async #answers({ token, keys }: Connection): Promise<boolean> {
    const { module } = this.#parts;
    try {
      const session = await openSession(module, token.slot);
      await readAttributes(module, session, keys.sealing.handle, ['LABEL', 'ID']);
      await closeSession(module, session);
      return true;
    } catch {
      return false;
    }
  }

  #found(): void {
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#lostSince = undefined;
  }

  #lose(connection: Connection, problem: ModuleFault): RequestRejected {
    if (this.#connection === connection) {
      this.#connection = undefined;
      this.#postpone();
    }
    return this.#gone(problem.message);
  }

  #postpone(): void {
    const now = this.#parts.now();
    this.#lostSince ??= now;
    this.#retryAt = now + this.#pauseMs;
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }

  #gone(reason: string): RequestRejected {
    return new RequestRejected(
      'module-gone',
      `the token ${this.#parts.label} is away: ${reason}`,
      'connect it again: it is looked for by itself, and nothing is lost',
    );
  }

  async #reconnected(): Promise<Connection> {
    if (this.#barred) throw this.#barred;
    // The library is started anew below, which nothing may be in the middle of.
    if (this.#inUse > 0) throw this.#gone('other operations still wait for it');
    if (!this.#connecting && this.#parts.now() < this.#retryAt) throw this.#gone('it was looked for a moment ago');
    this.#connecting ??= this.#reconnect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #reconnect(): Promise<Connection> {
    this.#postpone();
    try {
      await this.#parts.module.restart();
      const connection = await this.#connect();
      this.#connection = connection;
      this.#found();
      return connection;
    } catch (problem) {
      if (problem instanceof ModuleFault) throw this.#gone(problem.message);
      throw problem;
    }
  }

  async #connect(): Promise<Connection> {
    const { module, label, prefix, guard } = this.#parts;
    const token = await findToken(module, label);
    if (this.#first && this.#first.token.serial !== token.serial) throw otherToken(label);
    // It stays open and does nothing else: the login ends with the last session.
    const session = await openSession(module, token.slot);
    const refusal = await guard.attempt(token, () => login(module, session, this.#parts.pin));
    if (refusal) {
      this.#barred = refusal;
      throw refusal;
    }
    const keys = await findModuleKeys(module, session, prefix);
    if (this.#first && !sameKeys(this.#first.keys, keys)) throw otherToken(label);
    return { token, keys, idle: [] };
  }
}

function sameKeys(a: ModuleKeys, b: ModuleKeys): boolean {
  return equalBytes(a.sealing.id, b.sealing.id) && equalBytes(a.attestation.publicKey, b.attestation.publicKey);
}

function otherToken(label: string): RequestRejected {
  return new RequestRejected(
    'other-token',
    `the token called ${label} is not the one this node was started with`,
    'connect that one; to change to another, restart the node',
  );
}
