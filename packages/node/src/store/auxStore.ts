import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@quorate/daemon';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { z } from 'zod';
import { blob, blob32, integer, parseOptionalRow, parseRow, party } from './columns.ts';
import type { ActiveAux, AuxRecord } from './records.ts';
import type { AuxStore } from './store.ts';

const COLUMNS = 'session, order_hash, party, sealed, state, begun_at';

const common = {
  session: blob32,
  order_hash: blob32,
  party,
  sealed: blob,
  begun_at: integer,
};
const auxRow = z
  .strictObject({ ...common, state: z.enum(['pending', 'active', 'refused']) })
  .transform(({ order_hash, begun_at, ...same }): AuxRecord => ({ ...same, orderHash: order_hash, begunAt: begun_at }));
const activeRow = z
  .strictObject({ ...common, state: z.literal('active'), generation: blob32, certificate: blob })
  .transform(({ order_hash, begun_at, ...same }): ActiveAux => ({ ...same, orderHash: order_hash, begunAt: begun_at }));
const countRow = z.strictObject({ count: integer });

export function createAuxStore(db: DatabaseSync): AuxStore {
  const bySession = db.prepare(`SELECT ${COLUMNS} FROM aux_generations WHERE session = ?`);
  const active = `SELECT ${COLUMNS}, generation, certificate FROM aux_generations WHERE state = 'active'`;
  const byGeneration = db.prepare(`${active} AND generation = ?`);
  const allActive = db.prepare(`${active} ORDER BY number DESC`);
  const begun = db.prepare('SELECT count(*) AS count FROM aux_generations WHERE order_hash = ?');
  const insert = db.prepare(`INSERT INTO aux_generations (${COLUMNS}) VALUES (?, ?, ?, ?, 'pending', ?)`);
  const removeSpare = db.prepare('DELETE FROM spare_aux_secrets WHERE id = ?');
  const refuse = db.prepare("UPDATE aux_generations SET state = 'refused' WHERE session = ? AND state = 'pending'");
  const activate = db.prepare(
    "UPDATE aux_generations SET state = 'active', generation = ?, certificate = ?, sealed = ? WHERE session = ?",
  );
  const find = (session: Uint8Array) => parseOptionalRow(auxRow, bySession.get(session));
  const activeOne = (generation: Uint8Array) => parseOptionalRow(activeRow, byGeneration.get(generation));

  return {
    begin({ session, orderHash, party: self, sealed, begunAt }, spare) {
      transaction(db, () => {
        if (find(session)) throw rejected('session-used', 'this node has begun that aux ceremony before');
        if (removeSpare.run(spare.id).changes === 0)
          throw rejected('prime-used', 'its primes went to another ceremony');
        insert.run(session, orderHash, self, sealed, begunAt);
      });
    },
    countBegun: (orderHash) => parseOptionalRow(countRow, begun.get(orderHash))?.count ?? 0,
    refuse: (session) => void refuse.run(session),
    find,
    activate(session, { generation, certificate, sealed }) {
      transaction(db, () => {
        const state = find(session)?.state;
        if (state === 'active') return checkSame(activeOne(generation), certificate);
        if (state !== 'pending')
          throw rejected('unknown-ceremony', 'this node waits for no certificate of that ceremony');
        activate.run(generation, certificate, sealed, session);
      });
    },
    active: activeOne,
    listActive: () => allActive.all().map((row) => parseRow(activeRow, row)),
  };
}

/** Certificates carry deterministic signatures: a second complete one for a session is the same, byte for byte. */
function checkSame(active: ActiveAux | undefined, certificate: Uint8Array): void {
  if (active && equalBytes(active.certificate, certificate)) return;
  throw rejected('certificate-differs', 'that ceremony ended here with another certificate');
}

function rejected(code: string, sentence: string): RequestRejected {
  return new RequestRejected(code, sentence);
}
