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
import { RandomizerFiller } from './randomizerFiller.ts';
import { combinePrimes, findPrime } from './spares.ts';

export interface OpenHeavyVault extends HeavyVault {
  /**
   * Prepares randomizers for sessions to come, until there are enough or something is awaited.
   * @param isAwaited whether a call runs or waits
   */
  prepare(isAwaited: () => boolean): Promise<void>;
}

/**
 * The heavy vault as it lives in its thread. What it holds of keys it is lent by the keeper, session by session; what it
 * keeps from one to the next are randomizers for the sessions to come.
 */
export function createHeavyVault(
  keeper: Keeper,
  engine: EcdsaEngine,
  random: Random,
  finder: Pick<PrimeFinder, 'find' | 'stop'>,
): OpenHeavyVault {
  const sessions = new VaultSessions();
  const filler = new RandomizerFiller(engine, random);
  const drawing = { ...engine, randomizers: filler.pools };
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
    async activateAux(params) {
      const activated = await decodable(async () => activateAux(params, await tools()));
      filler.clear();
      return activated;
    },
    async openEcdsaSigning(params) {
      const { id, session, facts } = await decodable(async () =>
        openEcdsaSigning(params, { ...(await tools()), engine: drawing }),
      );
      const step = await sessions.open(id, session);
      filler.expect(facts);
      return step;
    },
    async openPresign(params) {
      const { id, session, facts } = await decodable(async () => openPresign(params, await tools()));
      const step = await sessions.open(id, session);
      filler.expect(facts);
      return step;
    },
    ...sessions.calls,
    prepared: async () => ({ size: filler.pools.size }),
    prepare: (isAwaited) => filler.fill(() => isAwaited() || sessions.size > 0),
    async close() {
      finder.stop();
      sessions.abortAll();
      filler.clear();
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
