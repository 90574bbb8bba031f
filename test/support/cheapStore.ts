import { randomBytes } from 'node:crypto';
import { createKek } from '../../packages/node/src/keystore/index.ts';
import { openStore } from '../../packages/node/src/store/index.ts';

const COST = { memoryKiB: 64, passes: 1, parallelism: 1 };

/** Begins a node's store with a passphrase that takes no time to try; what it costs is kept with it. */
export function cheapStore(dataDir: string, passphrase: string): void {
  const store = openStore(dataDir);
  const random = (length: number) => Uint8Array.from(randomBytes(length));
  store.meta.setPassphrase(createKek(new TextEncoder().encode(passphrase), random, COST).record);
  store.close();
}
