import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { Bug, RequestRejected } from '@quorate/tss-core';
import { createVault } from './createVault.ts';
import { callSchema, type VaultAnswer, vaultOps } from './messages.ts';
import type { Result, VaultOp } from './vault.ts';

/** The entry of the vault's thread: parses calls, runs them one after the other, answers each. */

if (parentPort === null) throw new Bug('the vault runs in a thread of the node, not by itself');
const port = parentPort;
const vault = createVault((length) => Uint8Array.from(randomBytes(length)));

async function run<K extends VaultOp>(op: K, params: unknown): Promise<Result<K>> {
  return vault[op](vaultOps[op].params.parse(params));
}

async function answer(raw: unknown): Promise<void> {
  const { id, op, params } = callSchema.parse(raw);
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

// One call at a time: the order of a session's frames is the order in which they came.
let last: Promise<void> = Promise.resolve();
port.on('message', (raw: unknown) => {
  last = last.then(() => answer(raw));
});
