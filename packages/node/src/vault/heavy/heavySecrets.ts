import type { Random } from '@quorate/tss-core';
import type { EcdsaEngine } from '@quorate/tss-core/ecdsa';
import type { VaultSecrets } from '../secrets.ts';
import type { Keeper } from './keeper.ts';

/** What the heavy thread works with. */
export interface HeavyTools {
  readonly secrets: VaultSecrets;
  readonly keeper: Keeper;
  readonly engine: EcdsaEngine;
  readonly random: Random;
}
