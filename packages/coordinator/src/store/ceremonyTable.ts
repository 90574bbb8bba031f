import type { DatabaseSync } from 'node:sqlite';
import { hexToBytes } from '@noble/hashes/utils.js';
import { type CeremonyView, ceremonyViewSchema } from '@quorate/requests';
import { z } from 'zod';
import { blob, json, readAll, readOne } from './rows.ts';

export interface CeremonyRecord {
  readonly view: CeremonyView;
  /** SignedOrder. */
  readonly order: Uint8Array;
}

const row = z
  .object({ view: json(ceremonyViewSchema), signed_order: blob })
  .transform(({ view, signed_order }): CeremonyRecord => ({ view, order: signed_order }));

/** Ceremonies by the hash of their order. */
export class CeremonyTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @param expiresAt of the order, Unix seconds */
  insert({ view, order }: CeremonyRecord, expiresAt: number): void {
    this.#database
      .prepare('INSERT INTO ceremonies (order_hash, state, signed_order, view, expires_at) VALUES (?, ?, ?, ?, ?)')
      .run(hexToBytes(view.order), view.state, order, JSON.stringify(view), expiresAt);
  }

  update(view: CeremonyView, nowMs: number): void {
    this.#database
      .prepare('UPDATE ceremonies SET state = ?, view = ?, ended_at = ? WHERE order_hash = ?')
      .run(view.state, JSON.stringify(view), view.state === 'running' ? null : nowMs, hexToBytes(view.order));
  }

  find(orderHash: Uint8Array): CeremonyRecord | undefined {
    return readOne(
      this.#database.prepare('SELECT view, signed_order FROM ceremonies WHERE order_hash = ?'),
      row,
      orderHash,
    );
  }

  /** What a restart must take up again. */
  running(): CeremonyRecord[] {
    const query = `SELECT view, signed_order FROM ceremonies WHERE state = 'running' ORDER BY rowid`;
    return readAll(this.#database.prepare(query), row);
  }
}
