import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { blob, blob32, integer, parseOptionalRow, parseRow, party } from './columns.ts';
import type { KeyRecord } from './records.ts';
import type { KeyStore } from './store.ts';

const COLUMNS =
  'key, epoch, name, state, party, session, signed_order, certificate, sealed, acknowledgement, activated_at';

const keyRow = z
  .strictObject({
    key: blob32,
    epoch: integer,
    name: z.string(),
    state: z.enum(['active', 'retired']),
    party,
    session: blob32,
    signed_order: blob,
    certificate: blob,
    sealed: blob,
    acknowledgement: blob.nullable(),
    activated_at: integer,
  })
  .transform(
    ({ signed_order, acknowledgement, activated_at, ...same }): KeyRecord => ({
      ...same,
      order: signed_order,
      acknowledgement: acknowledgement ?? undefined,
      activatedAt: activated_at,
    }),
  );

export interface KeyTable extends KeyStore {
  /** Inside a transaction of the caller. */
  insert(record: KeyRecord): void;
  bySession(session: Uint8Array): KeyRecord | undefined;
}

export function createKeyStore(db: DatabaseSync): KeyTable {
  const select = (where: string) => db.prepare(`SELECT ${COLUMNS} FROM keys WHERE ${where}`);
  const byKey = select("key = ? AND state = 'active'");
  const byName = select("name = ? AND state = 'active'");
  const bySession = select('session = ?');
  const all = select("state = 'active' ORDER BY name");
  const insert = db.prepare(`INSERT INTO keys (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const acknowledge = db.prepare('UPDATE keys SET acknowledgement = ? WHERE key = ? AND epoch = ?');
  return {
    active: (key) => parseOptionalRow(keyRow, byKey.get(key)),
    activeByName: (name) => parseOptionalRow(keyRow, byName.get(name)),
    bySession: (session) => parseOptionalRow(keyRow, bySession.get(session)),
    listActive: () => all.all().map((row) => parseRow(keyRow, row)),
    setAcknowledgement: (key, epoch, acknowledgement) => void acknowledge.run(acknowledgement, key, epoch),
    insert(record) {
      const { key, epoch, name, state, session, order, certificate, sealed, acknowledgement } = record;
      const blobs = [order, certificate, sealed, acknowledgement ?? null];
      insert.run(key, epoch, name, state, record.party, session, ...blobs, record.activatedAt);
    },
  };
}
