import { RequestRejected } from '@quorate/tss-core';
import type { HeavyVault } from './heavyVault.ts';

async function refuse(): Promise<never> {
  throw new RequestRejected('unsupported-keystore', NO_ECDSA);
}

/** Why such a node takes no part in ECDSA. */
export const NO_ECDSA = 'the shares of this node are sealed by a module, and such nodes hold no ECDSA keys yet';

/** Of a node whose shares a module seals. */
export const noHeavyVault: HeavyVault = {
  findPrime: refuse,
  combinePrimes: refuse,
  openAux: refuse,
  activateAux: refuse,
  openEcdsaSigning: refuse,
  openPresign: refuse,
  receive: refuse,
  checkpointed: refuse,
  giveUp: refuse,
  abort: async () => ({}),
  close: async () => ({}),
};
