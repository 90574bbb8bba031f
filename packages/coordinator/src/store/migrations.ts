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
  `
  -- unix seconds: nothing is forgotten of a request that a desk could still send again
  ALTER TABLE requests ADD COLUMN expires_at INTEGER NOT NULL DEFAULT 0;
  -- unix milliseconds; null while it is pending
  ALTER TABLE requests ADD COLUMN ended_at INTEGER;
  -- the SignedCancel with which its desk took it back
  ALTER TABLE requests ADD COLUMN cancel BLOB;
  UPDATE requests SET expires_at = json_extract(view, '$.expiresAt');
  UPDATE requests SET ended_at = received_at + coalesce(json_extract(view, '$.elapsedMs'), 0) WHERE state <> 'pending';
  CREATE INDEX requests_by_end ON requests (ended_at);

  -- nodes that a cancel order has not reached yet
  CREATE TABLE undelivered_cancels (
    node TEXT NOT NULL,
    desk TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (node, desk, id),
    FOREIGN KEY (desk, id) REFERENCES requests (desk, id)
  ) STRICT;
  CREATE INDEX undelivered_cancels_by_request ON undelivered_cancels (desk, id);

  -- unix seconds; an order lives seven days at most
  ALTER TABLE ceremonies ADD COLUMN expires_at INTEGER NOT NULL DEFAULT 0;
  -- unix milliseconds; null while it is running
  ALTER TABLE ceremonies ADD COLUMN ended_at INTEGER;
  UPDATE ceremonies SET expires_at = unixepoch() + 7 * 86400;
  UPDATE ceremonies SET ended_at = unixepoch() * 1000 WHERE state <> 'running';
  CREATE INDEX ceremonies_by_end ON ceremonies (ended_at);
  `,
  `
  -- bytes of all SignedRequests of a desk: to add them up anew would read the whole table
  CREATE TABLE stored_requests (
    desk TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL
  ) STRICT;
  INSERT INTO stored_requests SELECT desk, sum(length(signed)) FROM requests GROUP BY desk;
  CREATE TRIGGER request_stored AFTER INSERT ON requests BEGIN
    INSERT INTO stored_requests VALUES (new.desk, length(new.signed))
      ON CONFLICT (desk) DO UPDATE SET bytes = bytes + excluded.bytes;
  END;
  CREATE TRIGGER request_forgotten AFTER DELETE ON requests BEGIN
    UPDATE stored_requests SET bytes = bytes - length(old.signed) WHERE desk = old.desk;
  END;
  `,
  `
  -- what one desk has asked for, and a request by its id alone: without these the whole table is read
  CREATE INDEX requests_of_desk ON requests (desk, received_at);
  CREATE INDEX requests_by_id ON requests (id, received_at);
  `,
];
