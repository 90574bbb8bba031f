import type { DatabaseSync } from 'node:sqlite';
import { type PartyIndex, partyIndex } from '@quorate/tss-core';
import { z } from 'zod';
import { blob, readAll } from './rows.ts';

/** A key as the ledger keeps it: encodings, verified again when they are read. */
export interface KeyRecord {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** SignedOrder. */
  readonly order: Uint8Array;
  /** KeyCertificate. */
  readonly certificate: Uint8Array;
  /** By party. */
  readonly acknowledgements: ReadonlyMap<PartyIndex, Uint8Array>;
}

const keyRow = z.object({ key: blob, signed_order: blob, certificate: blob });
const acknowledgementRow = z.object({ party: z.number(), acknowledgement: blob });

/** Certificates the coordinator knows: a copy of what the nodes hold, so that it answers before they are linked. */
export class KeyTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  put(record: Omit<KeyRecord, 'acknowledgements'>): void {
    this.#database
      .prepare('INSERT INTO keys (key, signed_order, certificate) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(record.key, record.order, record.certificate);
  }

  acknowledge(key: Uint8Array, party: PartyIndex, acknowledgement: Uint8Array): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO acknowledgements (key, party, acknowledgement) VALUES (?, ?, ?)')
      .run(key, party, acknowledgement);
  }

  all(): KeyRecord[] {
    const query = this.#database.prepare('SELECT key, signed_order, certificate FROM keys ORDER BY rowid');
    return readAll(query, keyRow).map((row) => ({
      key: row.key,
      order: row.signed_order,
      certificate: row.certificate,
      acknowledgements: this.#acknowledgements(row.key),
    }));
  }

  #acknowledgements(key: Uint8Array): Map<PartyIndex, Uint8Array> {
    const query = this.#database.prepare('SELECT party, acknowledgement FROM acknowledgements WHERE key = ?');
    return new Map(readAll(query, acknowledgementRow, key).map((row) => [partyIndex(row.party), row.acknowledgement]));
  }
}
