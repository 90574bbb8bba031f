import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@quorate/daemon';
import { z } from 'zod';
import { blob, readAll, readOne } from './rows.ts';

/** A request by its desk and id. */
export interface RequestName {
  readonly desk: string;
  readonly id: string;
}

/** A cancel order that some node does not have yet. */
export interface UndeliveredCancel extends RequestName {
  /** SignedCancel. */
  readonly cancel: Uint8Array;
}

const undeliveredRow = z.object({ desk: z.string(), id: z.string(), cancel: blob });

/** Cancel orders of desks, and which nodes do not have them yet. */
export class CancelTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Keeps the order for these nodes; the first order of a request counts, any other says the same. */
  keep({ desk, id, cancel }: UndeliveredCancel, nodes: readonly string[]): void {
    transaction(this.#database, () => {
      const kept = this.#database.prepare(
        'UPDATE requests SET cancel = ? WHERE desk = ? AND id = ? AND cancel IS NULL',
      );
      if (kept.run(cancel, desk, id).changes === 0) return;
      const insert = this.#database.prepare('INSERT INTO undelivered_cancels (node, desk, id) VALUES (?, ?, ?)');
      for (const node of nodes) insert.run(node, desk, id);
    });
  }

  /** Whether the desk has taken the request back. */
  has({ desk, id }: RequestName): boolean {
    const query = this.#database.prepare(
      'SELECT 1 AS found FROM requests WHERE desk = ? AND id = ? AND cancel IS NOT NULL',
    );
    return readOne(query, z.object({ found: z.literal(1) }), desk, id) !== undefined;
  }

  delivered(node: string, { desk, id }: RequestName): void {
    this.#database
      .prepare('DELETE FROM undelivered_cancels WHERE node = ? AND desk = ? AND id = ?')
      .run(node, desk, id);
  }

  /** What a node has not been told, of requests that have not expired yet. */
  undelivered(node: string, nowMs: number): UndeliveredCancel[] {
    const query = this.#database.prepare(
      `SELECT requests.desk, requests.id, requests.cancel FROM undelivered_cancels JOIN requests USING (desk, id)
       WHERE node = ? AND expires_at * 1000 > ? ORDER BY received_at`,
    );
    return readAll(query, undeliveredRow, node, nowMs);
  }
}
