import { MessageChannel } from 'node:worker_threads';
import { type EcdsaProfile, PROFILE_3072 } from '@quorate/tss-core/ecdsa';
import { programFile } from '../programs.ts';
import { startHeavyVault } from './heavy/startHeavyVault.ts';
import { vaultOps } from './messages.ts';
import { movable } from './threads/movable.ts';
import { startThread } from './threads/startThread.ts';
import type { Vault, VaultContract } from './vault.ts';

export interface VaultThread extends Vault {
  /** Resolves when a thread of it has ended, with the problem if nobody asked it to. */
  readonly ended: Promise<Error | undefined>;
}

export interface VaultOptions {
  /** Another program for the vault's thread, for tests. */
  readonly file?: URL;
  /** Other lengths for threshold ECDSA, for tests. */
  readonly profile?: EcdsaProfile;
  /** Safe primes to be used before any is looked for, for tests. */
  readonly primes?: readonly bigint[];
  /** Whether randomizers are prepared while nothing is asked: no, where the memory of a process may be cloned. */
  readonly prepares?: boolean;
}

/**
 * Starts the vault's thread, and beside it the heavy one when that is first asked for something. Neither is ever
 * restarted: secrets are gone with them, so the node stops.
 * @returns a vault that still has to be initialised
 */
export function startVault({
  file = programFile('vaultThread'),
  profile = PROFILE_3072,
  primes = [],
  prepares = false,
}: VaultOptions = {}): VaultThread {
  const channel = new MessageChannel();
  const data = { heavy: channel.port1, profile };
  const transfer = [channel.port1];
  const thread = startThread<VaultContract>({ name: 'vault', file, schemas: vaultOps, data, transfer });
  const heavy = startHeavyVault(channel.port2, { profile, primes, prepares });
  const { call } = thread;

  return {
    heavy: heavy.vault,
    ended: Promise.race([thread.ended, heavy.died]),
    async init(params) {
      const identitySecret = movable(params.identitySecret);
      const passphrase = params.passphrase && movable(params.passphrase);
      const moved = passphrase ? [passphrase.buffer, identitySecret.buffer] : [identitySecret.buffer];
      return call('init', { ...params, passphrase, identitySecret }, moved);
    },
    drawReady: (params) => call('drawReady', params),
    consumeReady: (params) => call('consumeReady', params),
    openSigning: (params) => call('openSigning', params),
    openPresigned: (params) => call('openPresigned', params),
    presignatureLevels: (params) => call('presignatureLevels', params),
    passPresignature: (params) => call('passPresignature', params),
    dropPresignatures: (params) => call('dropPresignatures', params),
    fillStock: (params) => call('fillStock', params),
    keepBatch: (params) => call('keepBatch', params),
    dropStock: (params) => call('dropStock', params),
    openKeygen: (params) => call('openKeygen', params),
    receive: (params) => call('receive', params),
    checkpointed: (params) => call('checkpointed', params),
    giveUp: (params) => call('giveUp', params),
    abort: (params) => call('abort', params),
    activateShare: (params) => call('activateShare', params),
    proveStored: (params) => call('proveStored', params),
    async close() {
      await Promise.all([heavy.vault.close({}), thread.close()]);
      return {};
    },
  };
}
