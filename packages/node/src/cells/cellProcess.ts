import { randomBytes } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { serveCalls } from '../vault/threads/serveCalls.ts';
import { cellOps } from './cellContract.ts';
import { createCell } from './createCell.ts';

/** The entry of a cell. It ends when whoever started it lets go of it, and keeps nothing. */

process.on('disconnect', () => process.exit());
// Whoever stops the node stops it by that; a terminal sends its signals to every process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

// One call at a time: the order of a session's frames is the order in which they came.
let last: Promise<void> = Promise.resolve();
const parent = {
  postMessage: (message: object) => void process.send?.(message, undefined, undefined, () => undefined),
  on: (event: 'message', listener: (message: unknown) => void) => process.on(event, listener),
};
serveCalls(
  parent,
  cellOps,
  createCell((length) => Uint8Array.from(randomBytes(length))),
  (_, run) => {
    last = last.then(run);
  },
);
// It is killed when it is done: what it compiled is for those after it.
flushCompileCache();
