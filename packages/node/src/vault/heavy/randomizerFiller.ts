import { setImmediate as nextTurn } from 'node:timers/promises';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type Assignment, type PartyIndex, signersOf } from '@quorate/tss-core';
import {
  type AuxCertificate,
  type AuxStatement,
  auxGenerationOf,
  fillPools,
  publicKeysOf,
  type RandomizerPools,
  wipeAuxSecrets,
} from '@quorate/tss-core/ecdsa';
import type { HeavyTools } from './heavySecrets.ts';
import { ownAuxParty } from './openAux.ts';
import { openAuxSecrets } from './sealedAux.ts';

/** So many sessions may follow each other without a pause, and each has its randomizers. */
const PREPARED_SESSIONS = 4;

/** Who signs together, by an aux generation whose secrets this node has sealed. */
export interface Signers {
  readonly aux: AuxStatement;
  readonly parties: readonly PartyIndex[];
  readonly sealed: Uint8Array;
}

export function signersOfSession(
  { assignment }: { readonly assignment: Assignment },
  { statement }: AuxCertificate,
  { sealed }: { readonly sealed: Uint8Array },
): Signers {
  return { aux: statement, parties: signersOf(assignment), sealed };
}

/** Prepares randomizers for the next sessions of those who signed last, while nothing else is asked of the thread. */
export class RandomizerFiller {
  readonly #pools: RandomizerPools;
  /** For whom there may be too little. */
  #wanting: Signers | undefined;
  /** For whom there is enough. */
  #filledFor: string | undefined;
  #isFilling = false;

  constructor(pools: RandomizerPools) {
    this.#pools = pools;
  }

  /** These signers have a session, which draws from the pools or not. */
  expect(signers: Signers, { draws }: { readonly draws: boolean }): void {
    if (draws) this.#filledFor = undefined;
    if (this.#filledFor !== nameOf(signers)) this.#wanting = signers;
  }

  /** Goes on until there is enough, or something is awaited: asks before each power, which takes 15 ms at most. */
  async fill(tools: HeavyTools, isAwaited: () => boolean): Promise<void> {
    if (this.#isFilling) return;
    this.#isFilling = true;
    try {
      while (this.#wanting && !isAwaited()) await this.#fillFor(this.#wanting, tools, isAwaited);
    } catch {
      // Sessions compute what is not prepared, and say what is wrong with their secrets.
      this.#wanting = undefined;
    } finally {
      this.#isFilling = false;
    }
  }

  /** For when aux secrets are replaced, and at the end: nothing that was prepared remains. */
  clear(): void {
    this.#wanting = undefined;
    this.#filledFor = undefined;
    this.#pools.clear();
  }

  async #fillFor(signers: Signers, { secrets, engine, random }: HeavyTools, isAwaited: () => boolean): Promise<void> {
    const { aux, parties, sealed } = signers;
    const self = ownAuxParty(aux, secrets.node);
    const others = parties.filter((party) => party !== self).map((party) => publicKeysOf(engine, aux, party));
    const opened = await openAuxSecrets(secrets, engine, aux, self, sealed, 'aux');
    try {
      const about = { own: opened.paillier, others, profile: engine.profile };
      for (const _ of fillPools(this.#pools, about, PREPARED_SESSIONS, random)) {
        await nextTurn();
        if (isAwaited() || this.#wanting !== signers) return;
      }
      this.#filledFor = nameOf(signers);
      this.#wanting = undefined;
    } finally {
      wipeAuxSecrets(opened);
    }
  }
}

function nameOf({ aux, parties }: Signers): string {
  return `${bytesToHex(auxGenerationOf(aux))} ${parties.join()}`;
}
