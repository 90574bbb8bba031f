import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Bug } from '@quorate/tss-core';
import { z } from 'zod';
import { createVault } from './createVault.ts';
import { profile as profileField } from './fields.ts';
import { keeperOps } from './heavy/keeper.ts';
import { vaultOps } from './messages.ts';
import { serveCalls } from './threads/serveCalls.ts';
import type { VaultContract } from './vault.ts';

/** The entry of the vault's thread: runs calls one after the other; see `IN_ADVANCE`. */

if (parentPort === null) throw new Bug('the vault runs in a thread of the node, not by itself');
const { heavy, profile } = z
  .strictObject({ heavy: z.instanceof(MessagePort), profile: profileField })
  .parse(workerData);
/** Calls that wait or run and that somebody waits for. */
let urgent = 0;
const vault = createVault((length) => Uint8Array.from(randomBytes(length)), quiet, profile);

async function quiet(): Promise<void> {
  do await nextTurn();
  while (urgent > 0);
}

/** What is done in advance, for sessions to come: it gives way to every other call. */
const IN_ADVANCE: ReadonlySet<keyof VaultContract> = new Set(['fillStock', 'keepBatch']);

// One call at a time: the order of a session's frames is the order in which they came.
let last: Promise<void> = Promise.resolve();
let lastInAdvance: Promise<void> = Promise.resolve();
serveCalls(parentPort, vaultOps, vault, (op, run) => {
  if (IN_ADVANCE.has(op)) {
    lastInAdvance = lastInAdvance.then(run);
    return;
  }
  urgent++;
  last = last.then(run).finally(() => urgent--);
});
// Short calls, each of which is whole by itself.
serveCalls(heavy, keeperOps, vault.keeper);
