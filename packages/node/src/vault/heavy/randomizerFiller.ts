import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Assignment, type PartyIndex, type Random, signersOf } from '@quorate/tss-core';
import { type EcdsaEngine, fillPools, publicKeysOf, RandomizerPools } from '@quorate/tss-core/ecdsa';
import type { EcdsaKeyFacts } from '../ecdsaSession.ts';

/** So many sessions may follow each other without a rest, and each has its randomizers. */
const PREPARED_SESSIONS = 4;

type SessionFacts = Pick<EcdsaKeyFacts, 'aux' | 'self'> & { readonly descriptor: { readonly assignment: Assignment } };

/** Who signs together, by their aux generation. */
type Signers = Pick<EcdsaKeyFacts, 'aux' | 'self'> & { readonly parties: readonly PartyIndex[] };

/** Prepares randomizers for the next sessions of those who had one last. It takes no secrets for it. */
export class RandomizerFiller {
  readonly pools = new RandomizerPools();
  readonly #engine: EcdsaEngine;
  readonly #random: Random;
  #signers: Signers | undefined;
  #turn = 0;

  constructor(engine: EcdsaEngine, random: Random) {
    this.#engine = engine;
    this.#random = random;
  }

  /** They have a session. */
  expect({ aux, self, descriptor }: SessionFacts): void {
    this.#signers = { aux, self, parties: signersOf(descriptor.assignment) };
  }

  /** Goes on until there are enough, something is awaited, or it is called again: asks after each power, of some 15 ms. */
  async fill(isAwaited: () => boolean): Promise<void> {
    const turn = ++this.#turn;
    if (!this.#signers || isAwaited()) return;
    for (const _ of fillPools(this.pools, this.#presigners(this.#signers), PREPARED_SESSIONS, this.#random)) {
      await nextTurn();
      if (isAwaited() || turn !== this.#turn) return;
    }
  }

  /** For when aux secrets are replaced, and at the end: nothing that was prepared remains. */
  clear(): void {
    this.#turn++;
    this.#signers = undefined;
    this.pools.clear();
  }

  #presigners({ aux, self, parties }: Signers) {
    const keysOf = (party: PartyIndex) => publicKeysOf(this.#engine, aux.statement, party);
    const others = parties.filter((party) => party !== self).map(keysOf);
    return { profile: this.#engine.profile, own: keysOf(self), others };
  }
}
