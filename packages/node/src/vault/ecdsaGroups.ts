import { bytesToHex } from '@noble/hashes/utils.js';
import { RecentMap } from '@quorate/tss-core';
import { type EcdsaEngine, type EcdsaGroup, ecdsaGroup } from '@quorate/tss-core/ecdsa';
import type { SigningFacts } from './ecdsaSession.ts';

/** Those used longest ago are made again. */
const MAX_GROUPS = 64;

/** What is public of keys and their signers, kept from session to session: to compute it takes longer than to sign. */
export class EcdsaGroups {
  readonly #engine: EcdsaEngine;
  readonly #known = new RecentMap<string, EcdsaGroup>(MAX_GROUPS);

  constructor(engine: EcdsaEngine) {
    this.#engine = engine;
  }

  /** @param facts checked: the certificates are of the key and the generation that the session names */
  of({ descriptor, certificate, aux }: SigningFacts): EcdsaGroup {
    const { key, epoch, auxGeneration, assignment } = descriptor;
    const name = [bytesToHex(key), epoch, bytesToHex(auxGeneration), JSON.stringify(assignment)].join(' ');
    const group = this.#known.get(name) ?? ecdsaGroup(certificate.statement, aux.statement, assignment, this.#engine);
    this.#known.put(name, group);
    return group;
  }
}
