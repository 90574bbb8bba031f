import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { hexToBytes } from '@noble/hashes/utils.js';
import { transaction, unsynced, type WalSync } from '@quorate/daemon';
import { attemptViewSchema, type RequestView, requestViewSchema } from '@quorate/requests';
import { z } from 'zod';
import { blob, json, readAll, readOne } from './rows.ts';

/** A request as the ledger keeps it. */
export interface RequestRecord {
  /** With every attempt that ended. */
  readonly view: RequestView;
  /** The SignedRequest as the desk sent it. */
  readonly signed: Uint8Array;
  /** Unix milliseconds. */
  readonly receivedAt: number;
}

const requestRow = z.object({ view: json(requestViewSchema), signed: blob, received_at: z.number() });
const listRow = z.object({ view: json(requestViewSchema) });
const attemptRow = z.object({ view: json(attemptViewSchema) });
const storedRow = z.object({ desk: z.string(), bytes: z.number() });

const SQL = {
  insert: `INSERT INTO requests (desk, id, hash, state, received_at, signed, view, expires_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  update: `UPDATE requests SET state = ?1, view = ?2, ended_at = iif(?1 = 'pending', NULL, received_at + ?3)
    WHERE desk = ?4 AND id = ?5`,
  /** Proof against a signer may come after the attempt has ended. */
  addAttempt: `INSERT INTO attempts (desk, id, number, view) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET view = excluded.view WHERE view <> excluded.view`,
  find: 'SELECT view, signed, received_at FROM requests WHERE desk = ? AND id = ?',
  findOfAnyDesk: 'SELECT view, signed, received_at FROM requests WHERE id = ? ORDER BY received_at DESC LIMIT 1',
  list: 'SELECT view FROM requests WHERE desk = ? ORDER BY received_at DESC, rowid DESC LIMIT ?',
  listAll: 'SELECT view FROM requests ORDER BY received_at DESC, rowid DESC LIMIT ?',
  pending: `SELECT view, signed, received_at FROM requests WHERE state = 'pending' ORDER BY received_at, rowid`,
  attempts: 'SELECT view FROM attempts WHERE desk = ? AND id = ? ORDER BY number',
  stored: 'SELECT desk, bytes FROM stored_requests WHERE bytes > 0',
} as const;

/**
 * Requests and their attempts. A desk's id names one request for as long as it is remembered. What is written survives the
 * process at once, and a power cut once `onDisk` has resolved.
 */
export class RequestTable {
  readonly #database: DatabaseSync;
  readonly #wal: Pick<WalSync, 'sync' | 'soon'>;
  readonly #statements: Statements;

  constructor(database: DatabaseSync, wal: Pick<WalSync, 'sync' | 'soon'>) {
    this.#database = database;
    this.#wal = wal;
    this.#statements = prepared(database);
  }

  /** Bytes of all requests that are remembered, by desk. */
  get storedBytes(): ReadonlyMap<string, number> {
    return new Map(readAll(this.#statements.stored, storedRow).map(({ desk, bytes }) => [desk, bytes]));
  }

  /** Resolves when what was inserted and updated until now survives a power cut. */
  onDisk(): Promise<void> {
    return this.#wal.sync();
  }

  /** The same for what nobody waits for. @param failed hears why it could not be */
  soonOnDisk(failed: (problem: unknown) => void): void {
    this.#wal.soon(failed);
  }

  insert({ view, signed, receivedAt }: RequestRecord): void {
    unsynced(this.#database, () =>
      this.#statements.insert.run(
        ...[view.desk, view.id, hexToBytes(view.hash), view.state, receivedAt, signed],
        ...[withoutAttempts(view), view.expiresAt],
      ),
    );
  }

  /** Stores the request's new state and what is new of its attempts, all or nothing. */
  update(view: RequestView): void {
    unsynced(this.#database, () => transaction(this.#database, () => this.#update(view)));
  }

  #update(view: RequestView): void {
    const { state, desk, id, elapsedMs = 0 } = view;
    this.#statements.update.run(state, withoutAttempts(view), elapsedMs, desk, id);
    for (const [number, attempt] of view.attempts.entries()) {
      if (attempt.outcome !== 'running') this.#statements.addAttempt.run(desk, id, number, JSON.stringify(attempt));
    }
  }

  find(desk: string, id: string): RequestRecord | undefined {
    const row = readOne(this.#statements.find, requestRow, desk, id);
    return row && this.#record(row);
  }

  /** The newest request of that id, whichever desk it belongs to. */
  findOfAnyDesk(id: string): RequestRecord | undefined {
    const row = readOne(this.#statements.findOfAnyDesk, requestRow, id);
    return row && this.#record(row);
  }

  /** Newest first, without what the desk sent. @param desk undefined for those of every desk */
  list(desk: string | undefined, limit: number): RequestView[] {
    const { list, listAll } = this.#statements;
    const rows = desk === undefined ? readAll(listAll, listRow, limit) : readAll(list, listRow, desk, limit);
    return rows.map(({ view }) => this.#withAttempts(view));
  }

  /** What a restart must take up again, oldest first. */
  pending(): RequestRecord[] {
    return readAll(this.#statements.pending, requestRow).map((row) => this.#record(row));
  }

  #record(row: z.infer<typeof requestRow>): RequestRecord {
    return { view: this.#withAttempts(row.view), signed: row.signed, receivedAt: row.received_at };
  }

  #withAttempts(view: RequestView): RequestView {
    const rows = readAll(this.#statements.attempts, attemptRow, view.desk, view.id);
    return { ...view, attempts: rows.map((attempt) => attempt.view) };
  }
}

type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

function prepared(database: DatabaseSync): Statements {
  const statement = (name: keyof typeof SQL) => database.prepare(SQL[name]);
  return {
    insert: statement('insert'),
    update: statement('update'),
    addAttempt: statement('addAttempt'),
    find: statement('find'),
    findOfAnyDesk: statement('findOfAnyDesk'),
    list: statement('list'),
    listAll: statement('listAll'),
    pending: statement('pending'),
    attempts: statement('attempts'),
    stored: statement('stored'),
  };
}

function withoutAttempts(view: RequestView): string {
  return JSON.stringify({ ...view, attempts: [] });
}
