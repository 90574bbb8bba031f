import { type Random, wipe } from '@quorate/tss-core';
import type { EcdsaEngine } from '@quorate/tss-core/ecdsa';
import { decodable } from '../decodable.ts';
import { VaultSessions } from '../vaultSessions.ts';
import { activateAux } from './activateAux.ts';
import type { PresignTools } from './heavySecrets.ts';
import type { HeavyVault } from './heavyVault.ts';
import { type Keeper, keeperKeystore } from './keeper.ts';
import { openAux } from './openAux.ts';
import { openEcdsaSigning } from './openEcdsaSigning.ts';
import { openPresign } from './openPresign.ts';
import type { PrimeFinder } from './primeFinder.ts';
import { combinePrimes, findPrime } from './spares.ts';

/** The heavy vault as it lives in its thread. What it holds of keys it is lent by the keeper, session by session. */
export function createHeavyVault(
  keeper: Keeper,
  engine: EcdsaEngine,
  random: Random,
  finder: Pick<PrimeFinder, 'find' | 'stop'>,
): HeavyVault {
  const sessions = new VaultSessions();
  let introduced: Promise<PresignTools> | undefined;
  const tools = () => {
    introduced ??= introduce(keeper, engine, random);
    return introduced;
  };

  return {
    findPrime: async (params) => findPrime(params, await tools(), finder.find),
    combinePrimes: async (params) => combinePrimes(params, await tools()),
    async openAux(params) {
      const { id, session } = await decodable(async () => openAux(params, await tools()));
      return sessions.open(id, session);
    },
    activateAux: (params) => decodable(async () => activateAux(params, await tools())),
    async openEcdsaSigning(params) {
      const { id, session } = await decodable(async () => openEcdsaSigning(params, await tools()));
      return sessions.open(id, session);
    },
    async openPresign(params) {
      const { id, session } = await decodable(async () => openPresign(params, await tools()));
      return sessions.open(id, session);
    },
    ...sessions.calls,
    async close() {
      finder.stop();
      sessions.abortAll();
      if (introduced) wipe((await introduced).secrets.identitySecret);
      return {};
    },
  };
}

async function introduce(keeper: Keeper, engine: EcdsaEngine, random: Random): Promise<PresignTools> {
  const { node, cluster, identitySecret } = await keeper.introduce({});
  const secrets = { node, cluster, identitySecret, keystore: keeperKeystore(keeper) };
  return { secrets, keeper, engine, random };
}
