import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { privateFile, transaction } from '@quorate/daemon';
import { RequestRejected } from '@quorate/tss-core';
import { z } from 'zod';

/** NIST SP 800-38D §8.3: with random vectors of 96 bits, at most 2^32 encryptions under one key. */
export const MAX_SEALS = 2 ** 32;

const countRow = z.strictObject({ used: z.int() }).optional();

/** Which initialisation vectors a sealing key has had: GCM with one vector twice gives both texts away, and the key of the tags. */
export interface SealLedger {
  /** Durable when it returns. RequestRejected `repeated-iv`, `seals-exhausted` or `seals-unwritable`. */
  record(keyId: Uint8Array, iv: Uint8Array): void;
  /** Seals under the key so far. */
  count(keyId: Uint8Array): number;
  close(): void;
}

/** @param directory of the node's data */
export function openSealLedger(directory: string, maxSeals = MAX_SEALS): SealLedger {
  const path = join(directory, 'seals.db');
  privateFile(path);
  const db = new DatabaseSync(path, { timeout: 1000 });
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    CREATE TABLE IF NOT EXISTS seals (key BLOB PRIMARY KEY, used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS vectors (key BLOB NOT NULL, iv BLOB NOT NULL, PRIMARY KEY (key, iv)) STRICT, WITHOUT ROWID;
  `);
  const select = db.prepare('SELECT used FROM seals WHERE key = ?');
  const add = db.prepare('INSERT INTO seals VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET used = used + 1');
  const insert = db.prepare('INSERT OR IGNORE INTO vectors VALUES (?, ?)');
  const count = (keyId: Uint8Array) => {
    const row = select.get(keyId);
    return countRow.parse(row && { ...row })?.used ?? 0;
  };
  return {
    count,
    record(keyId, iv) {
      try {
        transaction(db, () => {
          if (count(keyId) >= maxSeals) throw exhausted();
          if (insert.run(keyId, iv).changes === 0) throw repeated();
          add.run(keyId);
        });
      } catch (problem) {
        throw problem instanceof RequestRejected ? problem : unwritable(problem);
      }
    },
    close: () => db.close(),
  };
}

function repeated(): RequestRejected {
  return new RequestRejected(
    'repeated-iv',
    'the module gave an initialisation vector of AES-GCM a second time; nothing was sealed with it',
    'its random numbers are at fault: stop using the device, and see quorate hsm probe',
  );
}

function unwritable(problem: unknown): RequestRejected {
  return new RequestRejected(
    'seals-unwritable',
    `seals.db cannot be written, so nothing was sealed: ${problem instanceof Error ? problem.message : 'unknown'}`,
    'make room on the disk; without that list no vector is used',
  );
}

function exhausted(): RequestRejected {
  return new RequestRejected(
    'seals-exhausted',
    'the sealing key of this node has sealed as often as it may',
    'make new keys with quorate hsm init --keys PREFIX',
  );
}
