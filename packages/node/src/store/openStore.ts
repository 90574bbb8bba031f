import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { WalSync } from '@quorate/daemon';
import { RequestRejected } from '@quorate/tss-core';
import { createAttestationStore } from './attestationStore.ts';
import { createAuxStore } from './auxStore.ts';
import { createCeremonyStore } from './ceremonyStore.ts';
import { createKeyStore } from './keyStore.ts';
import { lockDataDir } from './lockDataDir.ts';
import { createMetaStore } from './metaStore.ts';
import { openDatabase } from './openDatabase.ts';
import { createPrimeStore } from './primeStore.ts';
import { createRequestStore } from './requestStore.ts';
import type { Store } from './store.ts';

export const DATABASE_FILE = 'node.db';

/**
 * Opens, or creates, the store of a data directory and locks the directory for this process. RequestRejected
 * `data-in-use`, `store-corrupt`, `store-too-new`, `data-unreadable`; in all of them nothing was changed.
 */
export function openStore(dataDir: string): Store {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return openLocked(dataDir);
  } catch (problem) {
    if (problem instanceof RequestRejected || !(problem instanceof Error)) throw problem;
    throw new RequestRejected(
      'data-unreadable',
      `the data directory ${dataDir} cannot be used: ${problem.message}`,
      'check that it is a directory which the user of this process may read and write, with space left',
    );
  }
}

function openLocked(dataDir: string): Store {
  const unlock = lockDataDir(dataDir);
  try {
    const db = openDatabase(join(dataDir, DATABASE_FILE));
    // A share that was sealed to the disk after that, and certified, might be gone after the next power cut.
    const wal = new WalSync(db, () => db.exec('PRAGMA query_only = ON'));
    const close = () => {
      wal.close();
      db.close();
      unlock();
    };
    const keys = createKeyStore(db);
    return {
      meta: createMetaStore(db),
      keys,
      ceremonies: createCeremonyStore(db, keys),
      requests: createRequestStore(db, wal),
      primes: createPrimeStore(db),
      aux: createAuxStore(db),
      attestations: createAttestationStore(db),
      close,
    };
  } catch (problem) {
    unlock();
    throw problem;
  }
}
