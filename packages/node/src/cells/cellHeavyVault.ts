import { RequestRejected } from '@quorate/tss-core';
import { decodable } from '../vault/decodable.ts';
import type { HeavyVault } from '../vault/heavy/heavyVault.ts';
import type { CellSessions } from './cellSessions.ts';
import { auxSession, signingSession } from './ownSessions.ts';

/**
 * Threshold ECDSA where a module seals: each session has a process, which opens the share and the aux secrets and computes
 * by itself, so no thread for that is ever started. A search for a prime has one too, since the prime is sealed there.
 */
export function cellHeavyVault(sessions: CellSessions, node: string): HeavyVault {
  return {
    findPrime: (params) => sessions.once((cell) => cell.call('findPrime', params)),
    combinePrimes: (params) => sessions.once((cell) => cell.call('combinePrimes', params)),
    openAux: (params) =>
      decodable(() =>
        sessions.open(auxSession(params.descriptor, node), params.now, (cell) => cell.call('openAux', params)),
      ),
    activateAux: (params) => sessions.once((cell) => cell.call('activateAux', params)),
    openEcdsaSigning: (params) =>
      decodable(() =>
        sessions.open(signingSession(params, node), params.now, (cell) => cell.call('openEcdsaSigning', params)),
      ),
    async openPresign() {
      throw new RequestRejected(
        'unsupported-session',
        'a node whose shares a module seals presigns nothing in advance',
      );
    },
    prepared: async () => ({ size: 0 }),
    ...sessions.calls,
    close: async () => ({}), // its cells end with the others
  };
}
