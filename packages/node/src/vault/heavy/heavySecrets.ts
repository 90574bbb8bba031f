import type { Random } from '@quorate/tss-core';
import type { EcdsaEngine } from '@quorate/tss-core/ecdsa';
import type { VaultSecrets } from '../secrets.ts';
import type { Keeper } from './keeper.ts';

/** What the heavy thread works with. */
export interface HeavyTools {
  readonly secrets: VaultSecrets;
  readonly keeper: Pick<Keeper, 'consumeReady'>;
  readonly engine: EcdsaEngine;
  readonly random: Random;
}

/** The same where presignatures are made in advance, and kept elsewhere. */
export interface PresignTools extends HeavyTools {
  readonly keeper: Pick<Keeper, 'consumeReady' | 'keepPresignature'>;
}
