/** The ledger's schema: each entry leads from one version to the next. Never edit an entry that was released. */
export const MIGRATIONS: readonly string[] = [
  `
  -- one row: whose ledger this is
  CREATE TABLE cluster (
    id TEXT NOT NULL
  ) STRICT;

  CREATE TABLE requests (
    desk TEXT NOT NULL,
    id TEXT NOT NULL,
    hash BLOB NOT NULL,
    state TEXT NOT NULL,
    -- unix milliseconds
    received_at INTEGER NOT NULL,
    -- the SignedRequest as the desk sent it
    signed BLOB NOT NULL,
    -- RequestView as JSON, without its attempts
    view TEXT NOT NULL,
    PRIMARY KEY (desk, id)
  ) STRICT;
  CREATE INDEX requests_by_state ON requests (state);
  CREATE INDEX requests_by_age ON requests (received_at);

  CREATE TABLE attempts (
    desk TEXT NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- AttemptView as JSON
    view TEXT NOT NULL,
    PRIMARY KEY (desk, id, number),
    FOREIGN KEY (desk, id) REFERENCES requests (desk, id)
  ) STRICT;

  CREATE TABLE ceremonies (
    order_hash BLOB PRIMARY KEY,
    state TEXT NOT NULL,
    signed_order BLOB NOT NULL,
    -- CeremonyView as JSON, without certificate and acknowledgements, which belong to the key
    view TEXT NOT NULL
  ) STRICT;

  CREATE TABLE keys (
    key BLOB PRIMARY KEY,
    signed_order BLOB NOT NULL,
    certificate BLOB NOT NULL
  ) STRICT;

  CREATE TABLE acknowledgements (
    key BLOB NOT NULL REFERENCES keys (key),
    party INTEGER NOT NULL,
    acknowledgement BLOB NOT NULL,
    PRIMARY KEY (key, party)
  ) STRICT;
  `,
];
