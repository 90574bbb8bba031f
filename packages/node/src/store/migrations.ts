import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@quorate/daemon';
import { RequestRejected } from '@quorate/tss-core';

/** Marks a SQLite file as a node's store: "Quor" in ASCII. */
export const APPLICATION_ID = 0x51756f72;

/** Step i brings a store from version i to i + 1. Steps are never edited once released, only added. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE keys (
    key BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'retired')),
    party INTEGER NOT NULL,
    session BLOB NOT NULL UNIQUE REFERENCES ceremonies (session),
    signed_order BLOB NOT NULL,
    certificate BLOB NOT NULL,
    sealed BLOB NOT NULL,
    acknowledgement BLOB,
    activated_at INTEGER NOT NULL,
    PRIMARY KEY (key, epoch)
  ) STRICT;
  CREATE UNIQUE INDEX one_active_epoch ON keys (key) WHERE state = 'active';
  CREATE UNIQUE INDEX one_active_name ON keys (name) WHERE state = 'active';

  -- Rows are never deleted: a party that certified must be able to activate for as long as it lives.
  CREATE TABLE ceremonies (
    session BLOB PRIMARY KEY,
    key BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    name TEXT NOT NULL,
    party INTEGER NOT NULL,
    order_hash BLOB NOT NULL UNIQUE,
    order_created_at INTEGER NOT NULL,
    signed_order BLOB NOT NULL,
    statement BLOB NOT NULL,
    sealed BLOB,
    state TEXT NOT NULL CHECK (state IN ('certified', 'activated', 'superseded')),
    certified_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX ceremonies_by_name ON ceremonies (name);
  CREATE TABLE refused_ceremonies (session BLOB PRIMARY KEY) STRICT;

  CREATE TABLE requests (
    desk TEXT NOT NULL,
    id TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL,
    decision TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (desk, id)
  ) STRICT;
  CREATE INDEX requests_by_expiry ON requests (expires_at);

  -- Apart from requests: a cancellation may arrive before the request it cancels.
  CREATE TABLE cancellations (
    desk TEXT NOT NULL,
    hash BLOB NOT NULL,
    forget_at INTEGER NOT NULL,
    PRIMARY KEY (desk, hash)
  ) STRICT;
  `,
  `
  -- Sealed, and of no aux generation yet: each is deleted in the transaction that uses it.
  CREATE TABLE primes (id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('blum', 'safe')), sealed BLOB NOT NULL) STRICT;
  CREATE TABLE spare_aux_secrets (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;

  -- Aux generations by the session that made them. Rows are never deleted: a party that certified must be able to activate.
  CREATE TABLE aux_generations (
    number INTEGER PRIMARY KEY,
    session BLOB NOT NULL UNIQUE,
    order_hash BLOB NOT NULL,
    party INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'active', 'refused')),
    begun_at INTEGER NOT NULL,
    generation BLOB UNIQUE,
    certificate BLOB
  ) STRICT;
  CREATE INDEX aux_by_order ON aux_generations (order_hash);
  `,
  `
  -- What the modules of other nodes attested lately, by the key that the cluster file pinned then.
  CREATE TABLE witnessed_attestations (
    node TEXT NOT NULL,
    public_key BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    used INTEGER NOT NULL CHECK (used IN (0, 1)),
    signed BLOB NOT NULL,
    PRIMARY KEY (node, public_key, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE forked_attestations (
    node TEXT NOT NULL,
    public_key BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (node, public_key)
  ) STRICT, WITHOUT ROWID;

  -- How far this node's own module has come. Never lowered.
  CREATE TABLE own_attestations (public_key BLOB PRIMARY KEY, sequence INTEGER NOT NULL, hash BLOB NOT NULL, setback TEXT) STRICT;
  `,
];

/** Brings the schema up to date in one transaction; a store of a newer release is refused untouched. */
export function migrate(db: DatabaseSync, path: string, migrations: readonly string[] = MIGRATIONS): void {
  const version = readVersion(db);
  if (version > migrations.length) {
    throw new RequestRejected(
      'store-too-new',
      `${path} was written by a newer release (store version ${version}, this one knows ${migrations.length})`,
      'run that release or a later one',
    );
  }
  if (version === migrations.length) return;
  transaction(db, () => {
    for (const step of migrations.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function readVersion(db: DatabaseSync): number {
  const version = db.prepare('PRAGMA user_version').get()?.user_version;
  return typeof version === 'number' ? version : 0;
}
