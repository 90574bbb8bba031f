import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { Bug, RequestRejected } from '@quorate/tss-core';
import { createVault } from './createVault.ts';
import { callSchema, type VaultAnswer, type VaultCall, vaultOps } from './messages.ts';
import type { Result, VaultOp } from './vault.ts';

/** The entry of the vault's thread: parses calls, runs them one after the other, answers each; see `IN_ADVANCE`. */

if (parentPort === null) throw new Bug('the vault runs in a thread of the node, not by itself');
const port = parentPort;
/** Calls that wait or run and that somebody waits for. */
let urgent = 0;
const vault = createVault((length) => Uint8Array.from(randomBytes(length)), quiet);

async function quiet(): Promise<void> {
  do await nextTurn();
  while (urgent > 0);
}

async function run<K extends VaultOp>(op: K, params: unknown): Promise<Result<K>> {
  return vault[op](vaultOps[op].params.parse(params));
}

async function answer({ id, op, params }: VaultCall): Promise<void> {
  const answered: VaultAnswer = await run(op, params).then(
    (result) => ({ kind: 'done', id, result }),
    (problem: unknown) => refusal(id, problem),
  );
  port.postMessage(answered);
}

function refusal(id: number, problem: unknown): VaultAnswer {
  if (!(problem instanceof RequestRejected)) return { kind: 'broken', id, message: describe(problem) };
  const { code, message, hint } = problem;
  return { kind: 'rejected', id, code, message, ...(hint === undefined ? {} : { hint }) };
}

/** Where a bug happened, without its values: those may be secret. */
function describe(problem: unknown): string {
  if (!(problem instanceof Error)) return 'an unknown problem in the vault';
  const place = problem.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return `${problem.name} in the vault ${place?.trim() ?? ''}`;
}

/** What is done in advance, for sessions to come: it gives way to every other call. */
const IN_ADVANCE: ReadonlySet<VaultOp> = new Set<VaultOp>(['fillStock', 'keepBatch']);

// One call at a time: the order of a session's frames is the order in which they came.
let last: Promise<void> = Promise.resolve();
let lastInAdvance: Promise<void> = Promise.resolve();
port.on('message', (raw: unknown) => {
  const call = callSchema.parse(raw);
  if (IN_ADVANCE.has(call.op)) {
    lastInAdvance = lastInAdvance.then(() => answer(call));
    return;
  }
  urgent++;
  last = last.then(() => answer(call)).finally(() => urgent--);
});
