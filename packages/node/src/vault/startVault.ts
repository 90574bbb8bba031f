import { wipe } from '@quorate/tss-core';
import { programBeside } from '../programs.ts';
import { vaultOps } from './messages.ts';
import { startThread } from './threads/startThread.ts';
import type { Vault, VaultContract } from './vault.ts';

export interface VaultThread extends Vault {
  /** Resolves when the thread has ended, with the problem if nobody asked it to. */
  readonly ended: Promise<Error | undefined>;
}

export interface VaultOptions {
  /** Another program for the vault's thread, for tests. */
  readonly file?: URL;
}

/**
 * Starts the vault's thread. It is never restarted: its secrets are gone with it, so the node stops.
 * @returns a vault that still has to be initialised
 */
export function startVault({ file = programBeside(import.meta.url, './vaultThread') }: VaultOptions = {}): VaultThread {
  const thread = startThread<VaultContract>({ name: 'vault', file, schemas: vaultOps, data: undefined, transfer: [] });
  const { call } = thread;

  return {
    ended: thread.ended,
    async init(params) {
      const identitySecret = movable(params.identitySecret);
      const passphrase = params.passphrase && movable(params.passphrase);
      const moved = passphrase ? [passphrase.buffer, identitySecret.buffer] : [identitySecret.buffer];
      return call('init', { ...params, passphrase, identitySecret }, moved);
    },
    drawReady: (params) => call('drawReady', params),
    consumeReady: (params) => call('consumeReady', params),
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
      await thread.close();
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
