import type { MessagePort } from 'node:worker_threads';
import type { EcdsaProfile } from '@quorate/tss-core/ecdsa';
import { programFile } from '../../programs.ts';
import { startThread, type Thread } from '../threads/startThread.ts';
import { heavyOps } from './heavyOps.ts';
import type { HeavyContract, HeavyVault } from './heavyVault.ts';

export interface HeavyOptions {
  readonly profile: EcdsaProfile;
  /** See `PrimeFinder`. */
  readonly primes: readonly bigint[];
  /** See `VaultOptions`. */
  readonly prepares: boolean;
}

export interface HeavyThread {
  readonly vault: HeavyVault;
  /** Resolves, with the problem, when the thread has ended though nobody asked it to. */
  readonly died: Promise<Error>;
}

/**
 * The heavy vault, in a thread that starts with the first call: clusters without ECDSA never have it.
 * @param keeper a port whose other end the vault's thread has
 */
export function startHeavyVault(keeper: MessagePort, { profile, primes, prepares }: HeavyOptions): HeavyThread {
  const died = Promise.withResolvers<Error>();
  let running: Thread<HeavyContract> | undefined;

  function thread(): Thread<HeavyContract> {
    if (running) return running;
    const file = programFile('heavyThread');
    const data = { keeper, profile, primes: [...primes], prepares };
    running = startThread<HeavyContract>({ name: 'heavy vault', file, schemas: heavyOps, data, transfer: [keeper] });
    void running.ended.then((problem) => problem && died.resolve(problem));
    return running;
  }

  const vault: HeavyVault = {
    findPrime: (params) => thread().call('findPrime', params),
    combinePrimes: (params) => thread().call('combinePrimes', params),
    openAux: (params) => thread().call('openAux', params),
    activateAux: (params) => thread().call('activateAux', params),
    openEcdsaSigning: (params) => thread().call('openEcdsaSigning', params),
    openPresign: (params) => thread().call('openPresign', params),
    prepared: async (params) => (running ? running.call('prepared', params) : { size: 0 }),
    receive: (params) => thread().call('receive', params),
    checkpointed: (params) => thread().call('checkpointed', params),
    giveUp: (params) => thread().call('giveUp', params),
    abort: (params) => thread().call('abort', params),
    async close() {
      if (running) await running.close();
      else keeper.close();
      return {};
    },
  };
  return { vault, died: died.promise };
}
