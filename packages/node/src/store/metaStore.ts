import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@quorate/daemon';
import { equalBytes, RequestRejected } from '@quorate/tss-core';
import { z } from 'zod';
import { KDF_LIMITS } from '../keystore/deriveKek.ts';
import { hexBytes, integer, json, parseOptionalRow, toHex } from './columns.ts';
import type { ClusterPin, PassphraseRecord } from './records.ts';
import type { MetaStore } from './store.ts';

const rowOf = <T>(value: z.ZodType<T>) => z.strictObject({ value: json.pipe(value) });

const pinRow = rowOf(z.strictObject({ cluster: z.string(), node: z.string(), revision: integer, fileHash: hexBytes }));
const passphraseRow = rowOf(
  z.strictObject({
    kdf: z.strictObject({
      algorithm: z.literal('argon2id'),
      salt: hexBytes,
      memoryKiB: integer.max(KDF_LIMITS.memoryKiB),
      passes: integer.max(KDF_LIMITS.passes),
      parallelism: integer.max(KDF_LIMITS.parallelism),
    }),
    verifier: hexBytes,
  }),
);

const moduleRow = rowOf(z.strictObject({ sealingKeyId: hexBytes, serial: z.string() }));

export function createMetaStore(db: DatabaseSync): MetaStore {
  const select = db.prepare('SELECT value FROM meta WHERE name = ?');
  const upsert = db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  const insert = db.prepare('INSERT INTO meta VALUES (?, ?)');

  function read<T>(name: string, row: z.ZodType<{ value: T }>): T | undefined {
    return parseOptionalRow(row, select.get(name))?.value;
  }

  return {
    pin(pin) {
      transaction(db, () => {
        const pinned = read('cluster', pinRow);
        if (pinned) checkPin(pinned, pin);
        upsert.run('cluster', JSON.stringify({ ...pin, fileHash: toHex(pin.fileHash) }));
      });
    },
    passphrase: () => read('passphrase', passphraseRow),
    // A plain insert: overwriting the record would lock every share away for ever.
    setPassphrase: (record) => void insert.run('passphrase', passphraseJson(record)),
    module: () => read('module', moduleRow),
    setModule: ({ sealingKeyId, serial }) =>
      void insert.run('module', JSON.stringify({ sealingKeyId: toHex(sealingKeyId), serial })),
  };
}

function passphraseJson({ kdf, verifier }: PassphraseRecord): string {
  return JSON.stringify({ kdf: { ...kdf, salt: toHex(kdf.salt) }, verifier: toHex(verifier) });
}

function checkPin(pinned: ClusterPin, pin: ClusterPin): void {
  if (pinned.cluster !== pin.cluster) {
    throw new RequestRejected(
      'foreign-data',
      `the data directory belongs to cluster ${pinned.cluster}, the cluster file is of ${pin.cluster}`,
      'give every cluster a dataDir of its own',
    );
  }
  if (pinned.node !== pin.node) {
    throw new RequestRejected(
      'foreign-data',
      `the data directory belongs to node ${pinned.node}, the config is of ${pin.node}`,
      'give every node a dataDir of its own',
    );
  }
  if (pin.revision < pinned.revision) {
    throw new RequestRejected(
      'cluster-file-older',
      `the cluster file has revision ${pin.revision}, this node has already seen revision ${pinned.revision}`,
      'install the newest cluster file: going back could bring removed members back',
    );
  }
  if (pin.revision === pinned.revision && !equalBytes(pin.fileHash, pinned.fileHash)) {
    throw new RequestRejected(
      'cluster-file-forked',
      `the cluster file differs from the one of the same revision ${pin.revision} that this node has seen`,
      'ask the other operators which one is right; a change needs a new revision',
    );
  }
}
