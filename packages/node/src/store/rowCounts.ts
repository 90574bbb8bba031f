import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import { integer, parseRow } from './columns.ts';

const countRow = z.strictObject({ n: integer });

/** How many rows of a table each desk has. Counted once, and then as rows are added: a desk may have half a million. */
export class RowCounts {
  readonly #count: StatementSync;
  readonly #known = new Map<string, number>();

  constructor(db: DatabaseSync, table: 'requests' | 'cancellations') {
    this.#count = db.prepare(`SELECT count(*) AS n FROM ${table} WHERE desk = ?`);
  }

  of(desk: string): number {
    const known = this.#known.get(desk) ?? parseRow(countRow, this.#count.get(desk) ?? {}).n;
    this.#known.set(desk, known);
    return known;
  }

  /** One row was added of a desk that was asked about. */
  added(desk: string): void {
    this.#known.set(desk, this.of(desk) + 1);
  }

  /** After rows were deleted: all are counted anew. */
  forget(): void {
    this.#known.clear();
  }
}
