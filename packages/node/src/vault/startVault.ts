import { Worker } from 'node:worker_threads';
import { Bug, RequestRejected, wipe } from '@quorate/tss-core';
import { programFile, programOptions } from '../programs.ts';
import { answerSchema, vaultOps } from './messages.ts';
import type { Params, Result, Vault, VaultOp } from './vault.ts';

export interface VaultThread extends Vault {
  /** Resolves when the thread has ended, with the problem if nobody asked it to. */
  readonly ended: Promise<Error | undefined>;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (problem: Error) => void;
}

/**
 * Starts the vault's thread. It is never restarted: its secrets are gone with it, so the node stops.
 * @param file another program for the thread, for tests
 * @returns a vault that still has to be initialised
 */
export function startVault(file: URL = programFile(import.meta.url, './vaultThread')): VaultThread {
  const worker = new Worker(file, { ...programOptions(), env: {}, name: 'vault' });
  const waiting = new Map<number, Waiting>();
  const ended = Promise.withResolvers<Error | undefined>();
  let problem: Error | undefined;
  let closing = false;
  let lastId = 0;

  async function call<K extends VaultOp>(op: K, params: Params<K>, transfer: ArrayBuffer[] = []): Promise<Result<K>> {
    if (closing && op !== 'close') throw new Bug(`the vault is closed and takes no ${op}`);
    const id = ++lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    worker.postMessage({ id, op, params }, transfer);
    waiting.set(id, { resolve, reject });
    return vaultOps[op].result.parse(await promise);
  }

  worker.on('message', (raw: unknown) => {
    const answer = answerSchema.parse(raw);
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.kind === 'done') asked?.resolve(answer.result);
    else if (answer.kind === 'broken') asked?.reject(new Bug(answer.message));
    else asked?.reject(new RequestRejected(answer.code, answer.message, answer.hint));
  });
  worker.on('error', (error) => {
    problem = error instanceof Error ? error : new Error(String(error));
  });
  worker.on('exit', () => {
    const reason = closing ? undefined : (problem ?? new Error('the vault thread ended by itself'));
    for (const { reject } of waiting.values()) reject(new Bug('the vault thread has ended'));
    waiting.clear();
    ended.resolve(reason);
  });

  return {
    ended: ended.promise,
    async init(params) {
      const passphrase = movable(params.passphrase);
      const identitySecret = movable(params.identitySecret);
      return call('init', { ...params, passphrase, identitySecret }, [passphrase.buffer, identitySecret.buffer]);
    },
    drawReady: (params) => call('drawReady', params),
    openSigning: (params) => call('openSigning', params),
    fillStock: (params) => call('fillStock', params),
    keepBatch: (params) => call('keepBatch', params),
    dropStock: (params) => call('dropStock', params),
    openKeygen: (params) => call('openKeygen', params),
    receive: (params) => call('receive', params),
    checkpointed: (params) => call('checkpointed', params),
    abort: (params) => call('abort', params),
    activateShare: (params) => call('activateShare', params),
    proveStored: (params) => call('proveStored', params),
    async close() {
      closing = true;
      const closed = call('close', {}).catch(() => undefined);
      await Promise.race([closed, ended.promise]);
      await worker.terminate();
      return {};
    },
  };
}

/** Secret bytes alone in their buffer, so that transferring it moves them and nothing else. The given ones are wiped. */
function movable(secret: Uint8Array): Uint8Array<ArrayBuffer> {
  const own = Uint8Array.from(secret);
  wipe(secret);
  return own;
}
