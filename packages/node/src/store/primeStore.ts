import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@quorate/daemon';
import { RequestRejected } from '@quorate/tss-core';
import { z } from 'zod';
import { blob, integer, parseOptionalRow, parseRow } from './columns.ts';
import type { SpareSecret } from './records.ts';
import type { PrimeStore } from './store.ts';

const spareRow: z.ZodType<SpareSecret> = z.strictObject({ id: integer, sealed: blob });
const countRow = z.strictObject({ count: integer });

export function createPrimeStore(db: DatabaseSync): PrimeStore {
  const insert = db.prepare('INSERT INTO primes (kind, sealed) VALUES (?, ?)');
  const ofKind = db.prepare('SELECT id, sealed FROM primes WHERE kind = ? ORDER BY id LIMIT ?');
  const remove = db.prepare('DELETE FROM primes WHERE id = ?');
  const insertSpare = db.prepare('INSERT INTO spare_aux_secrets (sealed) VALUES (?)');
  const oldestSpare = db.prepare('SELECT id, sealed FROM spare_aux_secrets ORDER BY id LIMIT 1');
  const spares = db.prepare('SELECT count(*) AS count FROM spare_aux_secrets');
  return {
    add: (kind, sealed) => void insert.run(kind, sealed),
    list: (kind, count) => ofKind.all(kind, count).map((row) => parseRow(spareRow, row)),
    combine(primes, sealed) {
      transaction(db, () => {
        for (const { id } of primes) if (remove.run(id).changes === 0) throw gone();
        insertSpare.run(sealed);
      });
    },
    nextSpare: () => parseOptionalRow(spareRow, oldestSpare.get()),
    countSpares: () => parseOptionalRow(countRow, spares.get())?.count ?? 0,
  };
}

function gone(): RequestRejected {
  return new RequestRejected('prime-used', 'a prime was used for other aux secrets meanwhile');
}
