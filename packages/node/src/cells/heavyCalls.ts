import type { Random } from '@quorate/tss-core';
import type { EcdsaProfile } from '@quorate/tss-core/ecdsa';
import { nativeModExp } from '../arithmetic/nativeModExp.ts';
import { decodable } from '../vault/decodable.ts';
import { activateAux } from '../vault/heavy/activateAux.ts';
import type { HeavyTools } from '../vault/heavy/heavySecrets.ts';
import { openAux } from '../vault/heavy/openAux.ts';
import { openEcdsaSigning } from '../vault/heavy/openEcdsaSigning.ts';
import { PrimeFinder } from '../vault/heavy/primeFinder.ts';
import { combinePrimes, findPrime } from '../vault/heavy/spares.ts';
import type { VaultSecrets } from '../vault/secrets.ts';
import type { Calls } from '../vault/threads/contract.ts';
import type { VaultSessions } from '../vault/vaultSessions.ts';
import type { CellContract, HeavyCellOp } from './cellContract.ts';

/** What a cell does of threshold ECDSA: as the heavy vault's thread, over what the module opens. */
export function heavyCalls(
  secrets: VaultSecrets,
  profile: EcdsaProfile,
  sessions: VaultSessions,
  random: Random,
): Pick<Calls<CellContract>, HeavyCellOp> {
  // The vault's thread used up the ready before it let this cell be asked.
  const keeper = { consumeReady: async () => ({}) };
  const tools: HeavyTools = { secrets, keeper, engine: { modExp: nativeModExp(), profile }, random };
  return {
    findPrime: (params) => findPrime(params, tools, new PrimeFinder().find),
    combinePrimes: (params) => combinePrimes(params, tools),
    async openAux(params) {
      const { id, session } = await decodable(() => openAux(params, tools));
      return sessions.open(id, session);
    },
    activateAux: (params) => decodable(() => activateAux(params, tools)),
    async openEcdsaSigning(params) {
      const { id, session } = await decodable(() => openEcdsaSigning(params, tools));
      return sessions.open(id, session);
    },
  };
}
