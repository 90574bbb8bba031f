import type { DatabaseSync } from 'node:sqlite';
import { hexToBytes } from '@noble/hashes/utils.js';
import { type AttemptView, attemptViewSchema, type RequestView, requestViewSchema } from '@quorate/requests';
import { z } from 'zod';
import { blob, json, readAll, readOne } from './rows.ts';
import { transaction } from './transaction.ts';
import { unsynced, type WalSync } from './walSync.ts';

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

/**
 * Requests and their attempts. A desk's id names one request for as long as it is remembered. What is written survives the
 * process at once, and a power cut once `onDisk` has resolved.
 */
export class RequestTable {
  readonly #database: DatabaseSync;
  readonly #wal: Pick<WalSync, 'sync'>;

  constructor(database: DatabaseSync, wal: Pick<WalSync, 'sync'>) {
    this.#database = database;
    this.#wal = wal;
  }

  /** Resolves when what was inserted and updated until now survives a power cut. */
  onDisk(): Promise<void> {
    return this.#wal.sync();
  }

  insert({ view, signed, receivedAt }: RequestRecord): void {
    const statement = this.#database.prepare(
      `INSERT INTO requests (desk, id, hash, state, received_at, signed, view, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    unsynced(this.#database, () =>
      statement.run(
        ...[view.desk, view.id, hexToBytes(view.hash), view.state, receivedAt, signed],
        ...[withoutAttempts(view), view.expiresAt],
      ),
    );
  }

  /** Stores the request's new state and the attempts that were not stored before, all or nothing. */
  update(view: RequestView): void {
    unsynced(this.#database, () => this.#update(view));
  }

  #update(view: RequestView): void {
    transaction(this.#database, () => {
      this.#database
        .prepare(
          `UPDATE requests SET state = ?1, view = ?2, ended_at = iif(?1 = 'pending', NULL, received_at + ?3)
           WHERE desk = ?4 AND id = ?5`,
        )
        .run(view.state, withoutAttempts(view), view.elapsedMs ?? 0, view.desk, view.id);
      for (const [number, attempt] of view.attempts.entries()) this.#addAttempt(view, number, attempt);
    });
  }

  #addAttempt(view: RequestView, number: number, attempt: AttemptView): void {
    if (attempt.outcome === 'running') return;
    this.#database
      .prepare('INSERT INTO attempts (desk, id, number, view) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
      .run(view.desk, view.id, number, JSON.stringify(attempt));
  }

  find(desk: string, id: string): RequestRecord | undefined {
    const query = this.#database.prepare('SELECT view, signed, received_at FROM requests WHERE desk = ? AND id = ?');
    const row = readOne(query, requestRow, desk, id);
    return row && this.#record(row);
  }

  /** The newest request of that id, whichever desk it belongs to. */
  findOfAnyDesk(id: string): RequestRecord | undefined {
    const query = this.#database.prepare(
      'SELECT view, signed, received_at FROM requests WHERE id = ? ORDER BY received_at DESC LIMIT 1',
    );
    const row = readOne(query, requestRow, id);
    return row && this.#record(row);
  }

  /** Newest first, without what the desk sent. @param desk undefined for those of every desk */
  list(desk: string | undefined, limit: number): RequestView[] {
    const query = this.#database.prepare(
      'SELECT view FROM requests WHERE ?1 IS NULL OR desk = ?1 ORDER BY received_at DESC, rowid DESC LIMIT ?2',
    );
    return readAll(query, listRow, desk ?? null, limit).map(({ view }) => this.#withAttempts(view));
  }

  /** What a restart must take up again, oldest first. */
  pending(): RequestRecord[] {
    const query = this.#database.prepare(
      `SELECT view, signed, received_at FROM requests WHERE state = 'pending' ORDER BY received_at, rowid`,
    );
    return readAll(query, requestRow).map((row) => this.#record(row));
  }

  #record(row: z.infer<typeof requestRow>): RequestRecord {
    return { view: this.#withAttempts(row.view), signed: row.signed, receivedAt: row.received_at };
  }

  #withAttempts(view: RequestView): RequestView {
    const query = this.#database.prepare('SELECT view FROM attempts WHERE desk = ? AND id = ? ORDER BY number');
    return { ...view, attempts: readAll(query, attemptRow, view.desk, view.id).map((attempt) => attempt.view) };
  }
}

function withoutAttempts(view: RequestView): string {
  return JSON.stringify({ ...view, attempts: [] });
}
