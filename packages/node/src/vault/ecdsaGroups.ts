import { bytesToHex } from '@noble/hashes/utils.js';
import { type EcdsaEngine, type EcdsaGroup, ecdsaGroup } from '@quorate/tss-core/ecdsa';
import type { SigningFacts } from './ecdsaSession.ts';

/** Those used longest ago are made again. */
const MAX_GROUPS = 64;

/** What is public of keys and their signers, kept from session to session: to compute it takes longer than to sign. */
export class EcdsaGroups {
  readonly #engine: EcdsaEngine;
  readonly #known = new Map<string, EcdsaGroup>();

  constructor(engine: EcdsaEngine) {
    this.#engine = engine;
  }

  /** @param facts checked: the certificates are of the key and the generation that the session names */
  of({ descriptor, certificate, aux }: SigningFacts): EcdsaGroup {
    const { key, epoch, auxGeneration, assignment } = descriptor;
    const name = [bytesToHex(key), epoch, bytesToHex(auxGeneration), JSON.stringify(assignment)].join(' ');
    const group = this.#known.get(name) ?? ecdsaGroup(certificate.statement, aux.statement, assignment, this.#engine);
    this.#known.delete(name);
    this.#known.set(name, group);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_GROUPS) break;
      this.#known.delete(oldest);
    }
    return group;
  }
}
