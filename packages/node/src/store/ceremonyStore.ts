import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@quorate/daemon';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { z } from 'zod';
import { blob, blob32, integer, parseOptionalRow, parseRow, party } from './columns.ts';
import type { KeyTable } from './keyStore.ts';
import type { CeremonyRecord, KeyRecord } from './records.ts';
import type { Activation, CeremonyStore } from './store.ts';

const COLUMNS =
  'session, key, epoch, name, party, order_hash, order_created_at, signed_order, statement, sealed, state, certified_at';

const ceremonyRow = z
  .strictObject({
    session: blob32,
    key: blob32,
    epoch: integer,
    name: z.string(),
    party,
    order_hash: blob32,
    order_created_at: integer,
    signed_order: blob,
    statement: blob,
    sealed: blob.nullable(),
    state: z.enum(['certified', 'activated', 'superseded']),
    certified_at: integer,
  })
  .transform(
    (row): CeremonyRecord => ({
      session: row.session,
      key: row.key,
      epoch: row.epoch,
      name: row.name,
      party: row.party,
      orderHash: row.order_hash,
      orderCreatedAt: row.order_created_at,
      order: row.signed_order,
      statement: row.statement,
      sealed: row.sealed ?? undefined,
      state: row.state,
      certifiedAt: row.certified_at,
    }),
  );

const parse = (row: object): CeremonyRecord => parseRow(ceremonyRow, row);

export function createCeremonyStore(db: DatabaseSync, keys: KeyTable): CeremonyStore {
  const bySession = db.prepare(`SELECT ${COLUMNS} FROM ceremonies WHERE session = ?`);
  const byName = db.prepare(`SELECT ${COLUMNS} FROM ceremonies WHERE name = ?`);
  const pending = db.prepare(`SELECT ${COLUMNS} FROM ceremonies WHERE state = 'certified' ORDER BY certified_at`);
  const byOrder = db.prepare('SELECT 1 FROM ceremonies WHERE order_hash = ?');
  const refused = db.prepare('SELECT 1 FROM refused_ceremonies WHERE session = ?');
  const refuse = db.prepare('INSERT OR IGNORE INTO refused_ceremonies VALUES (?)');
  const insert = db.prepare(
    `INSERT INTO ceremonies (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'certified', ?)`,
  );
  const supersede = db.prepare("UPDATE ceremonies SET state = 'superseded' WHERE name = ? AND state = 'certified'");
  const finish = db.prepare("UPDATE ceremonies SET state = 'activated', sealed = NULL WHERE session = ?");

  const find = (session: Uint8Array) => parseOptionalRow(ceremonyRow, bySession.get(session));

  const checkFree: CeremonyStore['checkFree'] = ({ name, orderHash, orderCreatedAt }) => {
    if (byOrder.get(orderHash)) throw rejected('order-used', 'this node has already certified a key for that order');
    if (keys.activeByName(name)) throw rejected('name-taken', `a key named ${name} is active already`);
    const newest = Math.max(...byName.all(name).map((row) => parse(row).orderCreatedAt), -1);
    if (orderCreatedAt > newest) return;
    // Orders tell seconds.
    throw rejected(
      'order-older',
      `an order for ${name} of the same second or a later one was certified: order it again`,
    );
  };

  function checkNotRefused(session: Uint8Array): void {
    if (refused.get(session)) throw rejected('ceremony-refused', 'this node refused that ceremony after a complaint');
  }

  return {
    checkFree,
    certify(ceremony) {
      transaction(db, () => {
        checkNotRefused(ceremony.session);
        checkFree(ceremony);
        supersede.run(ceremony.name);
        const { session, key, epoch, name, orderHash, orderCreatedAt, order, statement, sealed } = ceremony;
        const order_ = [orderHash, orderCreatedAt, order];
        insert.run(session, key, epoch, name, ceremony.party, ...order_, statement, sealed, ceremony.certifiedAt);
      });
    },
    refuse: (session) => void refuse.run(session),
    find,
    listPending: () => pending.all().map(parse),
    activate: (session, activation) =>
      transaction(db, () => {
        const ceremony = find(session);
        const active = ceremony?.state === 'activated' ? keys.bySession(session) : undefined;
        if (active) return sameKey(active, activation);
        const record = newKey(ceremony, activation);
        keys.insert(record);
        finish.run(session);
        return record;
      }),
  };
}

/** Certificates carry deterministic signatures: a second complete one for a session is the same, byte for byte. */
function sameKey(active: KeyRecord, { certificate }: Activation): KeyRecord {
  if (equalBytes(active.certificate, certificate)) return active;
  throw rejected('certificate-differs', `the key ${active.name} is active under another certificate`);
}

function newKey(ceremony: CeremonyRecord | undefined, activation: Activation): KeyRecord {
  if (!ceremony) throw rejected('unknown-ceremony', 'this node holds no pending share of that ceremony');
  if (ceremony.state !== 'certified') {
    throw rejected('ceremony-superseded', `a newer order took the name ${ceremony.name}, this ceremony is void`);
  }
  const { key, epoch, name, session, order } = ceremony;
  const common = { key, epoch, name, session, order, party: ceremony.party };
  return { ...common, ...activation, state: 'active', acknowledgement: undefined };
}

function rejected(code: string, sentence: string): RequestRejected {
  return new RequestRejected(code, sentence);
}
